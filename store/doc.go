// Package store reads and writes everything that lasts on disk. It knows the model, but
// neither the engine nor the screen.
package store
