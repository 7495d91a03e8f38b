package dockerx

import (
	"context"
	"net"
	"os"
	"os/user"
	"path/filepath"
	"time"
)

// DialFunc opens a connection to an engine; network and addr are those of the
// HTTP transport and may be ignored.
type DialFunc func(ctx context.Context, network, addr string) (net.Conn, error)

// Options say which engine to talk to. The zero value means the engine that
// the docker command line would use.
type Options struct {
	Host    string // as docker's --host; excludes Context
	Context string // as docker's --context; excludes Host
	// Dial, when set, is how connections are opened instead of by an address:
	// the embedded engine. Host is then only a label.
	Dial DialFunc
	// Name is what the engine is called on screen; empty for the docker context
	// or the address.
	Name string
	// ReadOnly lets no request reach the engine that could change something there.
	ReadOnly bool
	// Now is the clock; nil for the system's.
	Now func() time.Time
	// Env reads an environment variable; nil for the process's own.
	Env func(string) string
	// systemRoot is put before the paths of well-known sockets; empty except in
	// tests.
	systemRoot string
}

func (o Options) now() time.Time {
	if o.Now != nil {
		return o.Now()
	}
	return time.Now()
}

func (o Options) env(name string) string {
	if o.Env != nil {
		return o.Env(name)
	}
	return os.Getenv(name)
}

// home is the user's home directory, empty when unknown.
func (o Options) home() string {
	if o.Env == nil {
		home, err := os.UserHomeDir()
		if err == nil {
			return home
		}
		current, err := user.Current() // as of a system service; docker's command line does so
		if err != nil {
			return ""
		}
		return current.HomeDir
	}
	if home := o.Env("HOME"); home != "" {
		return home
	}
	return o.Env("USERPROFILE")
}

// configDir is docker's configuration directory.
func (o Options) configDir() string {
	if dir := o.env("DOCKER_CONFIG"); dir != "" {
		return dir
	}
	return filepath.Join(o.home(), ".docker")
}
