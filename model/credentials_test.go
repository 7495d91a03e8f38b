package model_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"jettison/model"
)

func TestHideAddress(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]string{
		"":                                   "",
		"unix:///var/run/docker.sock":        "unix:///var/run/docker.sock",
		"unix:///run/user@1000/docker.sock":  "unix:///run/user@1000/docker.sock",
		"npipe:////./pipe/docker_engine":     "npipe:////./pipe/docker_engine",
		"tcp://build-7:2376":                 "tcp://build-7:2376",
		"tcp://build-7:2376/team@work":       "tcp://***@work",
		"tcp://[::1]:2376/team":              "tcp://[::1]:2376/team",
		"tcp://me:hunter2@build-7:2376":      "tcp://***@build-7:2376",
		"tcp://token@build-7:2376/path":      "tcp://***@build-7:2376/path",
		"tcp://me:p@ss:w@rd@build-7":         "tcp://***@build-7",
		"tcp://me:hun/ter2@build-7:2376":     "tcp://***@build-7:2376",
		"me:hunter2@build-7:2376":            "***@build-7:2376",
		"ssh://deploy@build-7":               "ssh://deploy@build-7",
		"ssh://deploy:hunter2@build-7:22/so": "ssh://deploy:***@build-7:22/so",
		"http://me:hunter2@proxy":            "http://***@proxy",
	} {
		if got := model.HideAddress(address); got != want {
			t.Errorf("%q is shown as %q, want %q", address, got, want)
		}
	}
}

func TestHideCredentials(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"no address, but me@example.com":                            "no address, but me@example.com",
		`parse "tcp://me:hunter2@build-7:x": invalid port`:          `parse "tcp://***@build-7:x": invalid port`,
		`parse "tcp://me:hun\"ter2@build-7:x": invalid port`:        `parse "tcp://***@build-7:x": invalid port`,
		"http://a:b@c and https://d:e@f/g":                          "http://***@c and https://***@f/g",
		"pull https://registry:5000/v2/app@sha256:12 and ssh://a@b": "pull https://registry:5000/v2/app@sha256:12 and ssh://a@b",
		`host = "tcp://me:hunter2@build-7" # mine`:                  `host = "tcp://***@build-7" # mine`,
	} {
		if got := model.HideCredentials(text); got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
	}
}

// Whatever a password is made of, it is not shown.
func TestPasswordsAreHidden(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		const password = "hunter2"
		before := rapid.StringMatching(`[!-~]{0,6}`).Draw(t, "before")
		after := rapid.StringMatching(`[!-~]{0,6}`).Draw(t, "after")
		address := "tcp://me:" + before + "x" + password + after + "@build-7:2376"
		if shown := model.HideAddress(address); strings.Contains(shown, password) {
			t.Errorf("%q is shown as %q", address, shown)
		}
	})
}
