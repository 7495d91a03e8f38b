// Package store is what lasts on disk. It knows the model, and neither the
// engine nor the screen.
package store
