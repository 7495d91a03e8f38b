// Package model holds what jettison knows and decides: images, containers and
// disk usage as an immutable inventory, marks, plans and the course of a
// removal. It is pure: no I/O, no clock (callers pass now), no goroutines, and
// it knows neither the engine's types nor the screen.
//
// What depends on the inventory's indexes is here. What does not is in packages
// below: size, layers, version and reference. Those that read an inventory, such
// as query, policy and trend, import this one.
package model
