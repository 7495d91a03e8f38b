package plugin_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"jettison/cli/plugin"
)

func TestIsPlugin(t *testing.T) {
	t.Parallel()
	for program, want := range map[string]bool{
		"/root/.docker/cli-plugins/docker-jettison": true, "docker-jettison.exe": true, "/usr/bin/jettison": false, "docker-jettison-old": false,
	} {
		if plugin.Is(program) != want {
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
		got, err := plugin.Parse(strings.Fields(tt.args))
		var env []string
		for _, name := range slices.Sorted(maps.Keys(got.Env)) {
			env = append(env, name+"="+got.Env[name])
		}
		if err != nil || strings.Join(got.Args, " ") != tt.want || strings.Join(env, " ") != tt.env {
			t.Errorf("%s: %q, %q, %v; want %q, %q", tt.args, got.Args, env, err, tt.want, tt.env)
		}
	}
}
