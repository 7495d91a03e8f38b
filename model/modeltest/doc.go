// Package modeltest makes seeded worlds: everything that an engine would hold,
// as plain data, the same for the same seed. A world gives the inventory that
// jettison would load from it, for tests and benchmarks, and the embedded
// engine of dockerx/sim serves it, for the demo and for journeys.
package modeltest
