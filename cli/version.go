package cli

import "runtime/debug"

// version is set by the release build: -ldflags "-X jettison/cli.version=1.2.3".
//

var version string

const shortCommit = 7

// versionText returns the version and the commit recorded by the go command, such as "1.2.3
// (1a2b3c4)".
func versionText() string {
	text, revision := version, ""
	if info, ok := debug.ReadBuildInfo(); ok {
		if text == "" {
			text = info.Main.Version
		}
		for _, setting := range info.Settings {
			if setting.Key == "vcs.revision" {
				revision = setting.Value
			}
		}
	}
	if text == "" || text == "(devel)" {
		text = "built from source"
	}
	if len(revision) > shortCommit {
		revision = revision[:shortCommit]
	}
	if revision != "" {
		text += " (" + revision + ")"
	}
	return text
}
