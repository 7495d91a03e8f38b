// Package config reads jettison's configuration: a TOML file, the environment and docker's own
// rules for prunes. It is strict: an unknown key or an invalid value is an error that names
// its place.
package config
