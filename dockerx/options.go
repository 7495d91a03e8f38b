package dockerx

import (
	"context"
	"net"
	"os"
	"os/user"
	"path/filepath"
	"time"
)

// DialFunc opens a connection to an engine. The HTTP transport passes network and addr,
// which it may ignore.
type DialFunc func(ctx context.Context, network, addr string) (net.Conn, error)

// Options say which engine to talk to. The zero value means the engine that the docker
// command line would use.
type Options struct {
	Host    string // as docker's --host; excludes Context
	Context string // as docker's --context; excludes Host
	// Dial, if set, opens the connections, as to an embedded engine. Host is then only a
	// label.
	Dial DialFunc
	// Name is what the screen calls the engine; empty for the docker context or the
	// address.
	Name string
	// ReadOnly keeps every request back that could change something on the engine.
	ReadOnly bool
	// Now is the clock; nil for the system's.
	Now func() time.Time
	// Env reads an environment variable; nil for the process's own.
	Env func(string) string
	// systemRoot is prepended to the paths of well-known sockets; only tests set it.
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

// home returns the user's home directory, empty if unknown.
func (o Options) home() string {
	if o.Env == nil {
		home, err := os.UserHomeDir()
		if err == nil {
			return home
		}
		current, err := user.Current() // a system service has no $HOME; docker does the same
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

// configDir returns docker's configuration directory.
func (o Options) configDir() string {
	if dir := o.env("DOCKER_CONFIG"); dir != "" {
		return dir
	}
	return filepath.Join(o.home(), ".docker")
}
