package cli

import (
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"jettison/dockerx"
	"jettison/dockerx/sim"
	"jettison/model"
	"jettison/model/words"
)

const secret = "hunter2"

// leaks fails the test if a text contains the secret, in clear text or encoded as docker does.
func leaks(t *testing.T, what, text string) {
	t.Helper()
	for _, form := range []string{secret, base64.StdEncoding.EncodeToString([]byte("me:" + secret))} {
		if strings.Contains(text, form) {
			t.Errorf("%s shows %s:\n%s", what, form, text)
		}
	}
}

// onPort serves an engine on a TCP port and counts the requests that carry the header set in
// docker's configuration.
func onPort(t *testing.T, engine *sim.Engine) (address string, with *atomic.Int32) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	with = new(atomic.Int32)
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go func() {
				inner, err := engine.Dial(t.Context(), "", "")
				if err != nil {
					return
				}
				go func() { _, _ = io.Copy(conn, inner) }()
				head := make([]byte, 4<<10)
				n, _ := conn.Read(head)
				if strings.Contains(string(head[:n]), "Authorization: Bearer "+secret) {
					with.Add(1)
				}
				_, _ = inner.Write(head[:n])
				_, _ = io.Copy(inner, conn)
				_ = inner.Close()
			}()
		}
	}()
	return listener.Addr().String(), with
}

// dockerFolder is a folder with credentials in docker's configuration.
func dockerFolder(t *testing.T, text string) string {
	t.Helper()
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "config.json"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return folder
}

func withAuths() string {
	return `{"auths":{"registry.example.com":{"auth":"` + base64.StdEncoding.EncodeToString([]byte("me:"+secret)) + `"}},` +
		`"HttpHeaders":{"Authorization":"Bearer ` + secret + `"}}`
}

// secretBench runs commands with the process's own environment, in a home of its own.
func secretBench(t *testing.T, world *sim.Engine, config string) (b *harness, home string) {
	t.Helper()
	home = t.TempDir()
	for name, value := range map[string]string{
		"HOME": home, "XDG_STATE_HOME": home, "XDG_CACHE_HOME": home, "XDG_CONFIG_HOME": home, "DOCKER_CONFIG": dockerFolder(t, config),
		"DOCKER_HOST": "", "DOCKER_CONTEXT": "", "DOCKER_TLS": "", "DOCKER_TLS_VERIFY": "",
	} {
		t.Setenv(name, value)
	}
	b = &harness{t: t, engine: world}
	b.call = invocation{streams: streams{in: strings.NewReader(""), out: &b.out, errs: &b.errs}, now: noon, env: environment, layers: openLayerCache()}
	b.call.connect = b.call.connectEngine
	return b, home
}

// Credentials used to connect are neither shown nor written.
func TestCredentialsAreNotShown(t *testing.T) { //nolint:paralleltest // the environment is the whole process's
	engine := sim.New(shop(), sim.Options{Clock: noon})
	t.Cleanup(engine.Close)
	b, home := secretBench(t, engine, withAuths())
	address, with := onPort(t, engine)
	t.Setenv("DOCKER_HOST", "tcp://me:"+secret+"@"+address)
	for _, args := range [][]string{
		{"ls"},
		{"ls", "--json"},
		{"df", "--json"},
		{"why", "acme/api:1.0", "--json"},
		{"rm", "--dry-run", "--json", "dangling"},
		{"rm", "--yes", "--json", "ref:legacy:app"},
		{"journal"},
		{"journal", "--json"},
		{"config"},
		{"config", "--json"},
		{"--host", "tcp://me:" + secret + "@" + address, "config"},
	} {
		r := b.run(args...)
		if r.code != CodeDone {
			t.Errorf("%q: code %d\n%s", args, r.code, r.errs)
		}
		leaks(t, strings.Join(args, " "), r.out+r.errs)
	}
	if got := b.succeeds("journal", "--json"); !strings.Contains(got, `"host":"tcp://`+address+`"`) {
		t.Errorf("the journal does not say where:\n%s", got)
	}
	if with.Load() == 0 {
		t.Error("no request had the header")
	}
	leaks(t, "the screen", addressOf(dockerx.Options{}))
	err := filepath.WalkDir(home, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		leaks(t, path, string(text))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Errors don't show them either.
func TestCredentialsAreNotInErrors(t *testing.T) { //nolint:paralleltest // the environment is the whole process's
	for name, tt := range map[string]struct{ host, config, file string }{
		"nobody listens":      {host: "tcp://me:" + secret + "@127.0.0.1:1"},
		"a bad escape":        {host: "tcp://me:%zz" + secret + "@h:1"},
		"a slash":             {host: "tcp://me:a/" + secret + "@h:1"},
		"a space":             {host: "tcp://me:a " + secret + "@h:1"},
		"a bad port":          {host: "tcp://me@h:" + secret + "@127.0.0.1:1"},
		"ssh":                 {host: "ssh://me:" + secret + "@h"},
		"an unknown scheme":   {host: "ftp://me:" + secret + "@h"},
		"a scheme left out":   {host: "me:" + secret + "@h:x"},
		"fd":                  {host: "fd://me:" + secret + "@h"},
		"a bad docker config": {config: strings.Replace(withAuths(), `"HttpHeaders"`, `"HttpHeaders`, 1)},
		"bad auths":           {config: `{"auths":{"x":{"auth":"` + secret + `!"}}}`},
		"a misspelled key":    {file: "hots = \"tcp://me:" + secret + "@h:1\"\n"},
		"two engines":         {file: "host = \"tcp://me:" + secret + "@h:1\"\ncontext = \"x\"\n"},
		"the configuration":   {file: "host = \"ssh://me:" + secret + "@h\"\n"},
	} {
		t.Run(name, func(t *testing.T) {
			if tt.config == "" {
				tt.config = withAuths()
			}
			b, home := secretBench(t, nil, tt.config)
			if tt.file != "" {
				if err := os.MkdirAll(filepath.Join(home, "jettison"), 0o700); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(filepath.Join(home, "jettison", "config.toml"), []byte(tt.file), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			for _, flag := range []bool{true, false} {
				args := []string{"ls"}
				switch {
				case flag && tt.host != "":
					args = append(args, "--host", tt.host)
				default:
					t.Setenv("DOCKER_HOST", tt.host)
				}
				r := b.run(args...)
				if r.code == CodeDone {
					t.Error("it works")
				}
				leaks(t, "the error", r.out+r.errs)
			}
			r := b.run("config", "--json")
			leaks(t, "config", r.out+r.errs)
			leaks(t, "the screen", addressOf(dockerx.Options{Host: tt.host}))
			_, err := dockerx.Connect(t.Context(), dockerx.Options{Host: tt.host})
			if problem, ok := errors.AsType[*model.Problem](err); ok {
				leaks(t, "the start screen", fmt.Sprint(words.Problem(problem))+problem.Host+problem.Raw)
			}
		})
	}
}
