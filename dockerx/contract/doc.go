// Package contract holds the embedded engine and the real ones to the same behavior:
// its tests play each scene on both and compare what they answer, and what jettison
// makes of that, request by request, plan by plan and byte by byte. It has tests only,
// all in one package so that they share the real engines.
package contract
