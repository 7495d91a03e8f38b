package dockerx

import (
	"cmp"
	"crypto/tls"
	"errors"
	"path/filepath"
	"strings"

	"github.com/docker/cli/cli/config"
	"github.com/docker/cli/cli/config/configfile"
	"github.com/docker/cli/cli/context/docker"
	"github.com/docker/cli/cli/context/store"
	"github.com/docker/cli/opts"

	"jettison/model"
)

// defaultContext is docker's name for no context: the environment or the default socket
// decides.
const defaultContext = "default"

// Endpoint is where an engine is expected, and why there.
type Endpoint struct {
	Host string // the address, as DOCKER_HOST writes it
	// Context is the docker context that named it; empty when none did.
	Context string
	// Source says where the address comes from: "--host",
	// "DOCKER_HOST", "context NAME", "the default socket", "a rootless socket",
	// "a Podman socket".
	Source string

	tls     *tls.Config
	headers map[string]string // from docker's configuration, for each request
}

// Name returns what to call the engine: its context, or else its address.
func (e Endpoint) Name() string { return cmp.Or(e.Context, e.Host) }

// Resolve finds the address of the engine as docker does: from --host or --context,
// DOCKER_HOST, DOCKER_CONTEXT, the current context of the configuration, or else the
// default socket. If the default socket does not exist, where docker fails, it tries the
// sockets of rootless Docker, Docker Desktop and Podman. It connects to nothing. Errors
// are *model.Problem.
func Resolve(o Options) (Endpoint, error) {
	if o.Dial != nil {
		return Endpoint{Host: cmp.Or(o.Host, "embedded"), Source: "the embedded engine"}, nil
	}
	if o.Host != "" && o.Context != "" {
		return Endpoint{}, &model.Problem{Kind: model.ProblemAddress, Reason: model.ReasonHostAndContext}
	}
	conf, confErr := config.Load(o.configDir())
	name := contextName(o, conf)
	if name == defaultContext {
		return resolveDefault(o, conf, confErr)
	}
	if confErr != nil && o.Context == "" && o.env("DOCKER_CONTEXT") == "" {
		return Endpoint{}, configProblem(confErr)
	}
	return resolveContext(o, conf, name)
}

// contextName returns the context that docker would use.
func contextName(o Options, conf *configfile.ConfigFile) string {
	switch {
	case o.Context != "":
		return o.Context
	case o.Host != "" || o.env("DOCKER_HOST") != "":
		return defaultContext
	}
	return cmp.Or(o.env("DOCKER_CONTEXT"), conf.CurrentContext, defaultContext)
}

// resolveDefault resolves an endpoint that no context names. A configuration that can't
// be read is an error only if it could have named a context: images must never be removed
// from another engine than the one meant.
func resolveDefault(o Options, conf *configfile.ConfigFile, confErr error) (Endpoint, error) {
	end := Endpoint{headers: conf.HTTPHeaders}
	address := ""
	switch {
	case o.Host != "":
		address, end.Source = o.Host, "--host"
	case o.env("DOCKER_HOST") != "":
		address, end.Source = o.env("DOCKER_HOST"), "DOCKER_HOST"
	default:
		if confErr != nil && o.Context == "" && o.env("DOCKER_CONTEXT") == "" {
			return Endpoint{}, configProblem(confErr)
		}
		end.Source = "the default socket"
	}
	files, useTLS := environmentTLS(o)
	host, err := opts.ParseHost(useTLS, address)
	if err != nil {
		return Endpoint{}, addressProblem(address, err)
	}
	if end.Host = host; hasPassword(host) {
		return Endpoint{}, addressProblem(address, errors.New("credentials"))
	}
	if useTLS {
		if end.tls, err = files.config(); err != nil {
			return Endpoint{}, tlsMaterialProblem(host, err)
		}
	}
	if address == "" && !useTLS {
		end = findSocket(o, end)
	}
	return end, nil
}

// resolveContext reads the address and TLS material of a docker context.
func resolveContext(o Options, conf *configfile.ConfigFile, name string) (Endpoint, error) {
	contexts := store.New(filepath.Join(o.configDir(), "contexts"), store.NewConfig(
		func() any { return &map[string]any{} },
		store.EndpointTypeGetter(docker.DockerEndpoint, func() any { return &docker.EndpointMeta{} }),
	))
	meta, err := contexts.GetMetadata(name)
	if err != nil {
		return Endpoint{}, contextProblem(name, err)
	}
	base, err := docker.EndpointFromContext(meta)
	if err != nil {
		return Endpoint{}, contextProblem(name, err)
	}
	full, err := docker.WithTLSData(contexts, name, base)
	if err != nil {
		return Endpoint{}, contextProblem(name, err)
	}
	end := Endpoint{Context: name, Source: "context " + name, headers: conf.HTTPHeaders}
	if end.Host, err = opts.ParseHost(false, full.Host); err != nil {
		return Endpoint{}, addressProblem(full.Host, err)
	}
	if hasPassword(end.Host) {
		return Endpoint{}, addressProblem(full.Host, errors.New("credentials"))
	}
	if full.TLSData == nil && !full.SkipTLSVerify {
		return end, nil
	}
	material := tlsMaterial{skipVerify: full.SkipTLSVerify}
	if full.TLSData != nil {
		material.ca, material.cert, material.key = full.TLSData.CA, full.TLSData.Cert, full.TLSData.Key
	}
	if end.tls, err = material.config(); err != nil {
		return Endpoint{}, tlsMaterialProblem(end.Host, err)
	}
	return end, nil
}

// hasPassword reports whether an address holds a password, which would show wherever the
// address does. Docker's parser removes it only from tcp:// addresses.
func hasPassword(host string) bool {
	scheme, _, _ := strings.Cut(host, "://")
	return (scheme == "ssh" || scheme == "fd") && model.HideAddress(host) != host
}
