// Package sim is an embedded engine: it holds a seeded world and serves the
// routes of the Docker Engine API that jettison uses, over in-memory
// connections or any listener, to the real client. It keeps the rules, status
// codes and texts of real engines, which the contract suite checks, and can be
// made slow or faulty on purpose.
package sim
