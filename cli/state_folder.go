package cli

import (
	"errors"
	"path/filepath"
	"runtime"

	"jettison/cli/config"
)

// stateFolder returns the folder for jettison's state: jettison in $XDG_STATE_HOME, by default
// ~/.local/state (XDG Base Directory Specification), or in %LocalAppData% on Windows.
func stateFolder(env config.Env) (string, error) {
	if folder := env("XDG_STATE_HOME"); filepath.IsAbs(folder) {
		return filepath.Join(folder, "jettison"), nil
	}
	if runtime.GOOS == "windows" {
		if folder := env("LocalAppData"); folder != "" {
			return filepath.Join(folder, "jettison"), nil
		}
		return "", errors.New("neither XDG_STATE_HOME nor LocalAppData is set")
	}
	if home := env("HOME"); home != "" {
		return filepath.Join(home, ".local", "state", "jettison"), nil
	}
	return "", errors.New("neither XDG_STATE_HOME nor HOME is set")
}
