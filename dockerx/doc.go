// Package dockerx connects to an engine.
//
// It finds the engine as docker would, reaches it over a socket, TCP, TLS or ssh,
// negotiates the API version, and turns every failure into a model.Problem, which
// package model/words explains. A read-only Client sends nothing that could change the engine.
//
// What is done with a Client has packages of its own: dockerx/inventory loads and
// follows what is on the engine, dockerx/execute executes the steps of a plan, and
// dockerx/transfer moves images. Engine types become model types in these packages and
// nowhere else.
package dockerx
