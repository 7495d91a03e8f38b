// Package dockerx is everything that talks to an engine: it finds and connects
// to it, loads its images, containers and disk usage, and follows its events.
// Engine types become model types here and nowhere else, and every failure
// becomes a model.Problem in plain words.
package dockerx
