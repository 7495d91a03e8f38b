package config_test

import (
	"testing"

	"jettison/cli/config"
)

// Any file is either read or rejected with a place.
func FuzzParse(f *testing.F) {
	for _, text := range []string{whole, "", "a", "jobs = ", "[policy.x]\nremove = \"\"\"\nagee>1\n\"\"\"", "keys.plan = ['\x00']", "ui = {fps = 1, a.b = 2}"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		c, err := config.Parse("f.toml", []byte(text))
		if err == nil {
			c.Settings()
			return
		}
		if err.Error() == "" {
			t.Error("an error without words")
		}
	})
}
