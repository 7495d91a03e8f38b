// Package reference reads the references of images.
package reference
