package modeltest

import (
	"fmt"
	"maps"
)

// service is a program that is built again and again.
type service struct {
	repo       string
	on         string // its base
	versions   int
	major      int
	firstMinor int
	every      float64 // days between versions
	deps, app  float64 // megabytes
	entry      string
	labels     map[string]string
	latest     bool // the newest version is tagged latest too
	pushed     bool
}

func services() []service {
	source := func(name string) map[string]string {
		return map[string]string{"org.opencontainers.image.source": "https://git.example.com/" + name, "team": "platform"}
	}
	return []service{
		{repo: "acme/api", on: "debian:12-slim", versions: 26, major: 1, firstMinor: 20, every: 6, deps: 48, app: 71, entry: "api", labels: source("acme/api"), latest: true},
		{repo: "acme/web", on: "node:22-alpine", versions: 24, major: 3, firstMinor: 2, every: 7, deps: 312, app: 44, entry: "web", labels: source("acme/web"), latest: true},
		{repo: "registry.local:5000/acme/worker", on: "python:3.12-slim", versions: 20, major: 0, firstMinor: 8, every: 9, deps: 486, app: 12, entry: "worker", labels: source("acme/worker"), pushed: true},
		{repo: "ghcr.io/acme/gateway", on: "alpine:3.20", versions: 18, major: 2, firstMinor: 0, every: 11, deps: 3, app: 38, entry: "gateway", labels: source("acme/gateway"), latest: true, pushed: true},
		{repo: "acme/billing", on: "eclipse-temurin:21-jre", versions: 14, major: 5, firstMinor: 4, every: 14, deps: 118, app: 36, entry: "billing", labels: map[string]string{"team": "payments", "keep": "true"}},
		{repo: "ghcr.io/acme/search", on: "eclipse-temurin:21-jre", versions: 12, major: 1, firstMinor: 3, every: 17, deps: 231, app: 29, entry: "search", labels: source("acme/search"), pushed: true},
		{repo: "acme/docs", on: "nginx:1.27-alpine", versions: 11, major: 24, firstMinor: 1, every: 20, deps: 2, app: 63, entry: "docs", labels: map[string]string{"team": "docs"}, latest: true},
		{repo: "registry.local:5000/acme/e2e", on: "mcr.microsoft.com/playwright:v1.47.0-jammy", versions: 8, major: 0, firstMinor: 1, every: 21, deps: 274, app: 19, entry: "e2e", labels: map[string]string{"team": "quality"}, pushed: true},
	}
}

// versionsPerMinor is the number of patch versions of a minor version, and of
// versions that share their dependencies.
const versionsPerMinor = 4

// release builds all versions of a service, the oldest first.
func (d *developer) release(s service) {
	var deps *Entry
	for v := range s.versions {
		created := d.ago(float64(s.versions-v) * s.every)
		if v%versionsPerMinor == 0 {
			deps = d.Stack(d.base(s.on, created).History, created,
				setStep("ENV SERVICE="+s.entry),
				workdirStep("/app"),
				copyStep("deps.lock ./", d.mb(0.2)),
				runStep("install-dependencies --locked", d.mb(s.deps)))
			d.deps[s.repo] = append(d.deps[s.repo], deps)
		}
		minor, patch := s.firstMinor+v/versionsPerMinor, v%versionsPerMinor
		recipe := Recipe{
			On: deps, Created: created, Labels: d.versionLabels(s, minor, patch),
			Tags: []string{fmt.Sprintf("%s:%d.%d.%d", s.repo, s.major, minor, patch)},
			Add: []Instruction{
				copyStep("/out/"+s.entry+" /app/"+s.entry, d.mb(s.app)),
				setStep("EXPOSE map[8080/tcp:{}]"), setStep(`ENTRYPOINT ["/app/` + s.entry + `"]`),
			},
			Cmd: []string{"/app/" + s.entry}, Pulled: s.pushed && v%3 != 1,
		}
		// The last patch of a minor version carries the minor version's tag.
		if patch == versionsPerMinor-1 {
			recipe.Tags = append(recipe.Tags, fmt.Sprintf("%s:%d.%d", s.repo, s.major, minor))
		}
		if s.latest {
			recipe.Tags = append(recipe.Tags, s.repo+":latest")
		}
		if v == s.versions-2 {
			recipe.Tags = append(recipe.Tags, s.repo+":prod")
		}
		d.Build(recipe)
	}
}

func (d *developer) versionLabels(s service, minor, patch int) map[string]string {
	labels := map[string]string{
		"org.opencontainers.image.version":  fmt.Sprintf("%d.%d.%d", s.major, minor, patch),
		"org.opencontainers.image.revision": d.sha(),
	}
	maps.Copy(labels, s.labels)
	return labels
}
