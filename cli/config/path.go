package config

import (
	"os"
	"path/filepath"
)

// VariableFile is the environment variable that names the file.
const VariableFile = "JETTISON_CONFIG"

// Env reads an environment variable.
type Env func(name string) string

// DefaultFile is where the file is looked for when nobody names one: in
// $XDG_CONFIG_HOME where that is set, on every system, else in the folder that
// the system has for configuration. Empty when there is no such folder.
//
// The standard library knows those folders, and the cache's too; adrg/xdg
// reads the environment once, into globals, which tests could not set apart.
func DefaultFile(env Env) string {
	folder := env("XDG_CONFIG_HOME")
	if !filepath.IsAbs(folder) { // as the specification has it
		var err error
		if folder, err = os.UserConfigDir(); err != nil {
			return ""
		}
	}
	return filepath.Join(folder, "jettison", "config.toml")
}
