//go:build unix

package config_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"jettison/cli/config"
)

// A configuration that is a link to the null device is empty; one to another device is refused.
func TestConfigurationThatIsADevice(t *testing.T) {
	t.Parallel()
	for device, empty := range map[string]bool{os.DevNull: true, "/dev/zero": false} {
		folder := t.TempDir()
		file, docker := filepath.Join(folder, "jettison", "config.toml"), filepath.Join(folder, "config.json")
		if err := os.Mkdir(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		for _, link := range []string{file, docker} {
			if err := os.Symlink(device, link); err != nil {
				t.Fatal(err)
			}
		}
		c, err := config.Load(config.Options{Env: environment("XDG_CONFIG_HOME=" + folder)})
		if (err == nil) != empty || empty && c.File != file || !empty && !strings.Contains(err.Error(), "is a device") {
			t.Errorf("%s: %+v, %v", device, c, err)
		}
		if filters, err := config.PruneFilters(environment("DOCKER_CONFIG="+folder), time.Time{}); (err == nil) != empty || len(filters) > 0 {
			t.Errorf("%s as docker's configuration: %v, %v", device, filters, err)
		}
	}
}
