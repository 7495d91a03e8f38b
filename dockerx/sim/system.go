package sim

import (
	"net/http"
	"strings"

	"jettison/model"
)

// systemRoutes are the routes that are about the engine as a whole.
func systemRoutes() []route {
	const get = http.MethodGet
	return []route{
		{method: get, prefix: "/_ping", stream: (*Engine).ping},
		{method: get, prefix: "/version", handle: (*Engine).version},
		{method: get, prefix: "/info", handle: (*Engine).info},
		{method: get, prefix: "/events", stream: (*Engine).streamEvents},
		{method: get, prefix: "/system/df", handle: (*Engine).diskUsage},
	}
}

// setHeaders sets what engines send with every answer of a known route.
func (e *Engine) setHeaders(h http.Header) {
	h.Set("Api-Version", e.opts.APIVersion)
	if e.opts.Store == model.StorePodman {
		h.Set("Libpod-Api-Version", e.opts.Version)
		h.Set("Server", "Libpod/"+e.opts.Version+" (linux)")
		return
	}
	h.Set("Docker-Experimental", "false")
	h.Set("Ostype", "linux")
	h.Set("Server", "Docker/"+e.opts.Version+" (linux)")
}

func (e *Engine) ping(w http.ResponseWriter, c *call) {
	h := w.Header()
	h.Set("Cache-Control", "no-cache, no-store, must-revalidate")
	h.Set("Pragma", "no-cache")
	h.Set("Content-Type", "text/plain; charset=utf-8")
	if builder := e.builder(); builder != "" {
		h.Set("Builder-Version", builder)
	}
	if !e.legacy && !e.podman() {
		h.Set("Swarm", e.swarmState())
	}
	body := []byte("OK")
	if c.Method == http.MethodHead {
		body = nil
	}
	if c.fault.spoil(w, body) {
		return
	}
	_, _ = w.Write(body)
}

type versionComponent struct {
	Name, Version string
	Details       map[string]string `json:",omitempty"`
}

type versionAnswer struct {
	Platform      struct{ Name string }
	Components    []versionComponent
	Version       string
	APIVersion    string `json:"ApiVersion"`
	MinAPIVersion string
	GitCommit     string
	GoVersion     string
	Os            string
	Arch          string
	KernelVersion string
}

func (e *Engine) version(*call) (reply, error) {
	name := "Engine"
	if e.opts.Store == model.StorePodman {
		name = "Podman Engine"
	}
	return ok(versionAnswer{
		Components: []versionComponent{{
			Name: name, Version: e.opts.Version,
			Details: map[string]string{
				"ApiVersion": e.opts.APIVersion, "MinAPIVersion": e.minAPI(),
				"Arch": arch, "Os": platform, "Experimental": "false",
			},
		}},
		Version: e.opts.Version, APIVersion: e.opts.APIVersion, MinAPIVersion: e.minAPI(),
		Os: platform, Arch: arch,
	})
}

const (
	platform = "linux"
	arch     = "amd64"
)

type infoAnswer struct {
	ID                                                                 string
	Containers, ContainersRunning, ContainersPaused, ContainersStopped int
	Images                                                             int
	Driver                                                             string
	DriverStatus                                                       [][2]string
	SystemTime                                                         string
	OperatingSystem, OSType, Architecture                              string
	NCPU                                                               int
	MemTotal                                                           int64
	DockerRootDir                                                      string
	Name                                                               string
	ServerVersion                                                      string
	Swarm                                                              *swarmInfo `json:",omitempty"`
}

func (e *Engine) info(*call) (reply, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	answer := infoAnswer{
		ID: "embedded", Images: e.countImages(), Containers: len(e.st.containers),
		Driver: e.driver(), DriverStatus: e.driverStatus(),
		SystemTime:      e.now().UTC().Format(timeLayout),
		OperatingSystem: "Embedded engine", OSType: platform, Architecture: "x86_64",
		NCPU: 8, MemTotal: 32 << 30, DockerRootDir: "/var/lib/docker",
		Name: e.opts.Name, ServerVersion: e.opts.Version, Swarm: e.swarmInfo(),
	}
	for _, c := range e.st.containers {
		switch {
		case c.State == model.StatePaused:
			answer.ContainersPaused++
		case c.State.Running():
			answer.ContainersRunning++
		default:
			answer.ContainersStopped++
		}
	}
	return ok(answer)
}

// countImages is the number of images that the engine tells. Graphdriver stores and Docker 29
// count the hidden ones too; before, the containerd store counts names.
func (e *Engine) countImages() int {
	if e.opts.Store != model.StoreContainerd || e.since29() {
		return len(e.st.images)
	}
	names := 0
	for _, img := range e.st.images {
		names += max(1, img.refCount()) // an untagged image has a name that is not shown
	}
	return names
}

func (e *Engine) driver() string {
	switch e.opts.Store {
	case model.StoreContainerd:
		return "overlayfs"
	case model.StorePodman:
		return "overlay"
	case model.StoreGraph, model.StoreUnknown:
	}
	return "overlay2"
}

func (e *Engine) driverStatus() [][2]string {
	if e.opts.Store == model.StoreContainerd {
		return [][2]string{{"driver-type", "io.containerd.snapshotter.v1"}}
	}
	return [][2]string{
		{"Backing Filesystem", "extfs"}, {"Supports d_type", "true"}, {"Native Overlay Diff", "true"},
	}
}

// boolean parses a flag of a query as engines do (moby, api/server/httputils).
func (c *call) boolean(name string) bool {
	switch strings.ToLower(strings.TrimSpace(c.query.Get(name))) {
	case "", "0", "no", "false", "none":
		return false
	}
	return true
}
