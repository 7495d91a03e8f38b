// Package version orders tags as versions.
package version
