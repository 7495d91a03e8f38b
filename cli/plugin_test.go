package cli

import (
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"jettison/dockerx/sim"
)

func TestIsPlugin(t *testing.T) {
	t.Parallel()
	for program, want := range map[string]bool{
		"/root/.docker/cli-plugins/docker-jettison": true, "docker-jettison.exe": true, "/usr/bin/jettison": false, "docker-jettison-old": false,
	} {
		if isPlugin(program) != want {
			t.Errorf("%s is a plugin: %v", program, !want)
		}
	}
}

func TestArgumentsOfAPlugin(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ args, want, env string }{
		{"jettison", "", ""},
		{"jettison ls -a --format x", "ls -a --format x", ""},
		{"-H unix:///a.sock jettison ls", "--host=unix:///a.sock ls", ""},
		{"--host=unix:///a.sock --debug -l info jettison --demo", "--host=unix:///a.sock --demo", ""},
		{"-c build jettison rm -c other x", "--context=build rm -c other x", ""},
		{"--config /etc/docker --tlsverify jettison df", "df", "DOCKER_CONFIG=/etc/docker DOCKER_TLS_VERIFY=1"},
		{"help jettison ls", "help ls", ""},
		{"-c build help jettison", "help", ""},
		{"jettison help ls", "help ls", ""},
		{"__complete jettison why ng", "__complete why ng", ""},
		{"-c build __completeNoDesc jettison ls jettison", "__completeNoDesc --context=build ls jettison", ""},
		{"docker-cli-plugin-metadata", "docker-cli-plugin-metadata", ""},
	} {
		got, err := ofPlugin(strings.Fields(tt.args))
		var env []string
		for _, name := range slices.Sorted(maps.Keys(got.env)) {
			env = append(env, name+"="+got.env[name])
		}
		if err != nil || strings.Join(got.args, " ") != tt.want || strings.Join(env, " ") != tt.env {
			t.Errorf("%s: %q, %q, %v; want %q, %q", tt.args, got.args, env, err, tt.want, tt.env)
		}
	}
	for _, args := range []string{"--nope jettison", "-H a -H b jettison", "--tlscacert ca.pem jettison"} {
		if _, err := ofPlugin(strings.Fields(args)); CodeOf(err) != CodeUsage {
			t.Errorf("%s: error %v", args, err)
		}
	}
}

// Docker only takes a plugin whose metadata has these, and shows the description
// beside its own commands.
func TestMetadataOfThePlugin(t *testing.T) {
	t.Parallel()
	b := newBench(t, shop(), sim.Options{})
	b.around.plugin = true
	var got map[string]string
	if err := json.Unmarshal([]byte(b.succeeds(pluginMetadata)), &got); err != nil {
		t.Fatal(err)
	}
	if got["SchemaVersion"] != "0.1.0" || got["Vendor"] == "" || got["Version"] == "" || got["ShortDescription"] == "" {
		t.Errorf("the metadata are %q", got)
	}
	b.around.plugin = false
	if r := b.run(pluginMetadata); r.code != CodeUsage {
		t.Errorf("the program itself answers with code %d", r.code)
	}
}

func TestHelpOfThePlugin(t *testing.T) {
	t.Parallel()
	b := newBench(t, shop(), sim.Options{})
	b.around.plugin = true
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
