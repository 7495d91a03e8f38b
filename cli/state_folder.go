package cli

import (
	"errors"
	"path/filepath"
	"runtime"

	"jettison/cli/config"
)

// stateFolder is where jettison keeps what it has to remember: jettison in
// $XDG_STATE_HOME, which is ~/.local/state where it is not set (XDG Base
// Directory Specification), and in %LocalAppData% on Windows.
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
