package config

import (
	"os"
	"path/filepath"
)

// VariableFile is the environment variable that names the configuration file.
const VariableFile = "JETTISON_CONFIG"

// Env reads an environment variable.
type Env func(name string) string

// DefaultFile returns the path used if no file is named: in $XDG_CONFIG_HOME if set, on every
// system, and otherwise in the system's folder for configuration. It returns an empty string
// if there is no such folder.
//
// It uses the standard library because adrg/xdg reads the environment once, into globals,
// which tests can't isolate.
func DefaultFile(env Env) string {
	folder := env("XDG_CONFIG_HOME")
	if !filepath.IsAbs(folder) { // the XDG specification ignores relative paths
		var err error
		if folder, err = os.UserConfigDir(); err != nil {
			return ""
		}
	}
	return filepath.Join(folder, "jettison", "config.toml")
}
