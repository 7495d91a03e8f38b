// Package config reads jettison's configuration: a TOML file, the environment
// and docker's own rules for prunes. It is strict: a key that means nothing and
// a value that can't be read are errors that say where they stand.
package config
