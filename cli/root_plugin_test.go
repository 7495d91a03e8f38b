package cli

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"jettison/cli/plugin"
	"jettison/dockerx/sim"
)

func TestWrongFlagsOfDocker(t *testing.T) {
	t.Parallel()
	for _, args := range []string{"--nope jettison", "-H a -H b jettison", "--tlscacert ca.pem jettison"} {
		_, err := plugin.Parse(strings.Fields(args))
		if err == nil || CodeOf(pluginError(err)) != CodeUsage {
			t.Errorf("%s: error %v", args, err)
		}
	}
}

// Docker requires these fields in the metadata of a plugin and shows the description in its
// help.
func TestMetadataOfThePlugin(t *testing.T) {
	t.Parallel()
	b := newHarness(t, shop(), sim.Options{})
	b.call.plugin = true
	var got map[string]string
	if err := json.Unmarshal([]byte(b.succeeds(plugin.MetadataCommand)), &got); err != nil {
		t.Fatal(err)
	}
	if got["SchemaVersion"] != "0.1.0" || got["Vendor"] == "" || got["Version"] == "" || got["ShortDescription"] == "" {
		t.Errorf("the metadata are %q", got)
	}
	b.call.plugin = false
	if r := b.run(plugin.MetadataCommand); r.code != CodeUsage {
		t.Errorf("the program itself answers with code %d", r.code)
	}
}

func TestHelpOfThePlugin(t *testing.T) {
	t.Parallel()
	b := newHarness(t, shop(), sim.Options{})
	b.call.plugin = true
	for _, args := range []string{"policy run --help", "help policy run"} {
		if got := b.succeeds(strings.Fields(args)...); !strings.Contains(got, "docker jettison policy run NAME") || !strings.Contains(got, "--dry-run") {
			t.Errorf("%s shows\n%s", args, got)
		}
	}
	wrong := regexp.MustCompile(`(?m)^ {4}jettison\b`)
	for _, command := range []string{"", "ls", "rm", "policy run", "backups rm", "restore"} {
		got := b.succeeds(append(strings.Fields(command), "--help")...)
		if line := wrong.FindString(got); line != "" || !strings.Contains(got, "  docker jettison") {
			t.Errorf("the examples of %q are not as they have to be written\n%s", command, got)
		}
	}
}
