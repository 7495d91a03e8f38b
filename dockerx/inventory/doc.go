// Package inventory loads what is on an engine and keeps it current.
//
// A Feed loads images, containers, layers and disk usage as separate facts, in the
// order in which a person needs them, follows the engine's events, and publishes a
// new snapshot after each change. List takes the inventory once, and Details tells
// what there is to know of one image.
package inventory
