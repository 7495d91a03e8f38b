package dockerx

import (
	"errors"
	"io"
	"maps"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/docker/cli/cli/context/docker"
	"github.com/docker/cli/cli/context/store"

	"jettison/model"
)

// environment are a user's files and environment in a temporary directory.
type environment struct {
	t    *testing.T
	root string
	vars map[string]string
}

func newEnvironment(t *testing.T) *environment {
	t.Helper()
	root, err := os.MkdirTemp("", "j") //nolint:usetesting // socket paths must be short
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(root) })
	return &environment{t: t, root: root, vars: map[string]string{
		"HOME":            filepath.Join(root, "home"),
		"XDG_RUNTIME_DIR": filepath.Join(root, "run"),
	}}
}

func (s *environment) options(o Options) Options {
	o.Env = func(name string) string { return s.vars[name] }
	o.systemRoot = s.root
	return o
}

func (s *environment) write(path, text string) {
	s.t.Helper()
	path = filepath.Join(s.root, path)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		s.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		s.t.Fatal(err)
	}
}

func (s *environment) listen(path string) {
	s.t.Helper()
	path = filepath.Join(s.root, path)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		s.t.Fatal(err)
	}
	listener, err := net.Listen("unix", path)
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { closeIt(s.t, listener) })
}

// context makes a docker context as `docker context create` does.
func (s *environment) context(name, host string, files map[string][]byte) {
	s.t.Helper()
	contexts := store.New(filepath.Join(s.vars["HOME"], ".docker", "contexts"), store.NewConfig(
		func() any { return &map[string]any{} },
		store.EndpointTypeGetter(docker.DockerEndpoint, func() any { return &docker.EndpointMeta{} }),
	))
	meta := store.Metadata{
		Name:      name,
		Metadata:  map[string]any{},
		Endpoints: map[string]any{docker.DockerEndpoint: docker.EndpointMeta{Host: host}},
	}
	if err := contexts.CreateOrUpdate(meta); err != nil {
		s.t.Fatal(err)
	}
	if files == nil {
		return
	}
	if err := contexts.ResetEndpointTLSMaterial(name, docker.DockerEndpoint, &store.EndpointTLSData{Files: files}); err != nil {
		s.t.Fatal(err)
	}
}

func TestResolve(t *testing.T) {
	const fallback = "unix:///ROOT/var/run/docker.sock"
	for name, test := range map[string]struct {
		options Options
		vars    map[string]string
		config  string   // of docker; empty for none
		sockets []string // that exist
		host    string   // ROOT stands for the temporary directory
		source  string
		context string
	}{
		"flag wins over all": {
			options: Options{Host: "tcp://flag:1"}, vars: map[string]string{"DOCKER_HOST": "tcp://env:1", "DOCKER_CONTEXT": "ctx"},
			host: "tcp://flag:1", source: "--host",
		},
		"flag wins over a broken configuration": {
			options: Options{Host: "tcp://flag:1"}, config: "{", host: "tcp://flag:1", source: "--host",
		},
		"context flag wins over DOCKER_HOST": {
			options: Options{Context: "ctx"}, vars: map[string]string{"DOCKER_HOST": "tcp://env:1"},
			host: "tcp://ctx:1", source: "context ctx", context: "ctx",
		},
		"DOCKER_HOST wins over DOCKER_CONTEXT": {
			vars: map[string]string{"DOCKER_HOST": "tcp://env:1", "DOCKER_CONTEXT": "ctx"},
			host: "tcp://env:1", source: "DOCKER_HOST",
		},
		"DOCKER_CONTEXT wins over the configuration": {
			vars: map[string]string{"DOCKER_CONTEXT": "ctx"}, config: `{"currentContext":"other"}`,
			host: "tcp://ctx:1", source: "context ctx", context: "ctx",
		},
		"the configuration's context": {
			config: `{"currentContext":"ctx"}`, host: "tcp://ctx:1", source: "context ctx", context: "ctx",
		},
		"context default means the environment": {
			options: Options{Context: "default"}, vars: map[string]string{"DOCKER_HOST": "tcp://env:1"},
			config: `{"currentContext":"ctx"}`, host: "tcp://env:1", source: "DOCKER_HOST",
		},
		"a host without port":   {options: Options{Host: "tcp://h"}, host: "tcp://h:2375", source: "--host"},
		"a host without scheme": {options: Options{Host: "h:1"}, host: "tcp://h:1", source: "--host"},
		"an ssh host":           {options: Options{Host: "ssh://me@h"}, host: "ssh://me@h", source: "--host"},
		"the default socket":    {sockets: []string{"var/run/docker.sock", "run/docker.sock"}, host: fallback, source: "the default socket"},
		"nothing at all":        {host: fallback, source: "the default socket"},
		"rootless":              {sockets: []string{"run/docker.sock", "run/podman/podman.sock"}, host: "unix:///ROOT/run/docker.sock", source: "a rootless socket"},
		"rootless in home":      {sockets: []string{"home/.docker/run/docker.sock"}, host: "unix:///ROOT/home/.docker/run/docker.sock", source: "a rootless socket"},
		"Docker Desktop":        {sockets: []string{"home/.docker/desktop/docker.sock"}, host: "unix:///ROOT/home/.docker/desktop/docker.sock", source: "Docker Desktop's socket"},
		"Podman of the user":    {sockets: []string{"run/podman/podman.sock"}, host: "unix:///ROOT/run/podman/podman.sock", source: "a Podman socket"},
		"no search when one is named": {
			vars: map[string]string{"DOCKER_HOST": "unix:///nowhere.sock"}, sockets: []string{"run/docker.sock"},
			host: "unix:///nowhere.sock", source: "DOCKER_HOST",
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := newEnvironment(t)
			s.context("ctx", "tcp://ctx:1", nil)
			maps.Copy(s.vars, test.vars)
			if test.config != "" {
				s.write("home/.docker/config.json", test.config)
			}
			for _, socket := range test.sockets {
				s.listen(socket)
			}
			got, err := Resolve(s.options(test.options))
			if err != nil {
				t.Fatal(err)
			}
			want := strings.ReplaceAll(test.host, "/ROOT", s.root)
			if got.Host != want || got.Source != test.source || got.Context != test.context {
				t.Errorf("got %q from %q, context %q", got.Host, got.Source, got.Context)
			}
		})
	}
}

func TestResolveRefuses(t *testing.T) {
	for name, test := range map[string]struct {
		options Options
		vars    map[string]string
		config  string
		reason  model.ProblemReason
		about   string // the address that it names
		kind    model.ProblemKind
	}{
		"host and context": {
			options: Options{Host: "tcp://h", Context: "ctx"}, reason: model.ReasonHostAndContext, kind: model.ProblemAddress,
		},
		"unknown context": {
			options: Options{Context: "nope"}, reason: model.ReasonNoContext, kind: model.ProblemAddress,
		},
		"unknown current context": {
			config: `{"currentContext":"nope"}`, reason: model.ReasonNoContext, kind: model.ProblemAddress,
		},
		"broken configuration": {config: "{", reason: model.ReasonBrokenConfig, kind: model.ProblemAddress},
		"unknown scheme": {
			options: Options{Host: "gopher://h"}, reason: model.ReasonBadAddress, about: "gopher://h", kind: model.ProblemAddress,
		},
		"a password": {
			options: Options{Host: "ssh://me:secret@h"}, reason: model.ReasonPasswordInAddress, about: "ssh://me:***@h", kind: model.ProblemAddress,
		},
		"a password in a context": {
			options: Options{Context: "ctx"}, reason: model.ReasonPasswordInAddress, about: "ssh://me:***@ctx", kind: model.ProblemAddress,
		},
		"no certificates": {
			options: Options{Host: "tcp://h:1"}, vars: map[string]string{"DOCKER_TLS_VERIFY": "1"},
			reason: model.ReasonNoCertificates, about: "tcp://h:1", kind: model.ProblemTLS,
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := newEnvironment(t)
			maps.Copy(s.vars, test.vars)
			s.context("ctx", "ssh://me:secret@ctx", nil)
			if test.config != "" {
				s.write("home/.docker/config.json", test.config)
			}
			_, err := Resolve(s.options(test.options))
			problem, ok := errors.AsType[*model.Problem](err)
			if !ok || problem.Reason != test.reason || problem.Kind != test.kind || problem.Host != test.about {
				t.Errorf("got %+v", err)
			}
		})
	}
}

func TestResolveReadsHeadersAndDockerConfigDir(t *testing.T) {
	s := newEnvironment(t)
	s.vars["DOCKER_CONFIG"] = filepath.Join(s.root, "elsewhere")
	s.write("elsewhere/config.json", `{"HttpHeaders":{"X-Team":"a"}}`)
	end, err := Resolve(s.options(Options{}))
	if err != nil || end.headers["X-Team"] != "a" {
		t.Errorf("%+v, %v", end, err)
	}
}

// closeIt closes what a test is done with.
func closeIt(t *testing.T, c io.Closer) {
	t.Helper()
	if err := c.Close(); err != nil {
		t.Error(err)
	}
}
