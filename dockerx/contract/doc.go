// Package contract checks that the embedded engine behaves like the real ones. Its tests play
// each scene on both and compare the answers and what jettison makes of them, request by
// request, plan by plan and byte by byte. The package has only tests, all in one package so
// that they share the real engines.
package contract
