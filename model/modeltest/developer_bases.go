package modeltest

import "time"

// base is an image that is pulled: what it stands on, its age in days, the
// sizes of its layers in megabytes and its tags.
type base struct {
	on     string // the first tag of the image it stands on; empty: none
	days   float64
	older  float64 // when it was pulled before, under the same tags; 0: never
	layers []float64
	tags   []string
	cmd    string
}

func bases() []base {
	return []base{
		{days: 150, layers: []float64{116.5}, tags: []string{"debian:12", "debian:bookworm"}, cmd: "bash"},
		{days: 45, older: 430, layers: []float64{74.8}, tags: []string{"debian:12-slim"}, cmd: "bash"},
		{days: 410, layers: []float64{74.7}, tags: []string{"debian:11-slim"}, cmd: "bash"},
		{days: 70, layers: []float64{78.1}, tags: []string{"ubuntu:24.04", "ubuntu:latest"}, cmd: "bash"},
		{days: 320, layers: []float64{77.9}, tags: []string{"ubuntu:22.04"}, cmd: "bash"},
		{days: 75, older: 240, layers: []float64{7.8}, tags: []string{"alpine:3.20", "alpine:latest"}, cmd: "/bin/sh"},
		{days: 245, layers: []float64{7.7}, tags: []string{"alpine:3.19"}, cmd: "/bin/sh"},
		{days: 400, layers: []float64{4.3}, tags: []string{"busybox:latest"}, cmd: "sh"},
		{on: "debian:12", days: 27, layers: []float64{48.5, 211, 587, 0.01, 171.2, 7.6}, tags: []string{"node:22", "node:22-bookworm"}, cmd: "node"},
		{on: "alpine:3.20", days: 27, older: 205, layers: []float64{139.8, 5.4, 0.01}, tags: []string{"node:22-alpine"}, cmd: "node"},
		{on: "alpine:3.19", days: 180, layers: []float64{124.1, 5.3, 0.01}, tags: []string{"node:20-alpine"}, cmd: "node"},
		{on: "debian:12", days: 22, layers: []float64{48.5, 211, 92.6, 248.7}, tags: []string{"golang:1.23", "golang:1.23-bookworm"}, cmd: "bash"},
		{on: "debian:12", days: 140, layers: []float64{48.4, 210.7, 92.4, 236.2}, tags: []string{"golang:1.22"}, cmd: "bash"},
		{on: "debian:12-slim", days: 30, older: 212, layers: []float64{9.5, 41.2, 0.01}, tags: []string{"python:3.12-slim"}, cmd: "python3"},
		{on: "debian:12", days: 30, layers: []float64{48.5, 211, 587, 19.9, 65.2, 0.01}, tags: []string{"python:3.12"}, cmd: "python3"},
		{on: "debian:12-slim", days: 37, layers: []float64{10.4, 4.6, 23.9, 0.01, 317.4, 0.06}, tags: []string{"postgres:16", "postgres:latest"}, cmd: "postgres"},
		{on: "alpine:3.19", days: 233, layers: []float64{1.1, 0.02, 231.5, 0.06}, tags: []string{"postgres:15-alpine"}, cmd: "postgres"},
		{on: "alpine:3.20", days: 44, layers: []float64{0.02, 1.3, 32.4, 0.01}, tags: []string{"redis:7-alpine"}, cmd: "redis-server"},
		{on: "debian:12-slim", days: 39, layers: []float64{112.4, 0.01, 0.01, 0.01}, tags: []string{"nginx:1.27", "nginx:latest"}, cmd: "nginx"},
		{on: "alpine:3.20", days: 39, older: 232, layers: []float64{7.2, 0.01, 31.9}, tags: []string{"nginx:1.27-alpine"}, cmd: "nginx"},
		{days: 61, layers: []float64{112.7, 482.2, 14.6}, tags: []string{"mysql:8.4"}, cmd: "mysqld"},
		{on: "ubuntu:24.04", days: 66, layers: []float64{61.3, 108.2, 22.8}, tags: []string{"rabbitmq:3-management"}, cmd: "rabbitmq-server"},
		{on: "ubuntu:22.04", days: 88, layers: []float64{148.1, 1083.5, 0.4}, tags: []string{"docker.elastic.co/elasticsearch/elasticsearch:8.15.2"}, cmd: "eswrapper"},
		{on: "alpine:3.19", days: 71, layers: []float64{21.1, 446.3}, tags: []string{"grafana/grafana:11.2.0"}, cmd: "/run.sh"},
		{days: 75, layers: []float64{4.3, 131.4, 123.2}, tags: []string{"prom/prometheus:v2.54.1"}, cmd: "/bin/prometheus"},
		{on: "alpine:3.20", days: 58, layers: []float64{0.6, 151.3}, tags: []string{"traefik:v3.1"}, cmd: "traefik"},
		{on: "alpine:3.19", days: 160, layers: []float64{17.7}, tags: []string{"registry:2"}, cmd: "/entrypoint.sh"},
		{on: "ubuntu:22.04", days: 190, layers: []float64{38.3, 621.5, 1344.9}, tags: []string{"mcr.microsoft.com/playwright:v1.47.0-jammy"}, cmd: "bash"},
		{on: "debian:12-slim", days: 131, layers: []float64{341.7, 702.3, 88.4}, tags: []string{"localstack/localstack:3.7"}, cmd: "docker-entrypoint.sh"},
		{days: 93, layers: []float64{38.4, 103.6, 27.1}, tags: []string{"minio/minio:RELEASE.2024-09-22T00-33-43Z"}, cmd: "minio"},
		{on: "ubuntu:22.04", days: 84, older: 262, layers: []float64{31.2, 188.6, 0.01}, tags: []string{"eclipse-temurin:21-jre"}, cmd: "jshell"},
	}
}

// pullBases pulls the bases. What was pulled twice under the same tags keeps
// only its digest of the first time.
func (d *developer) pullBases() {
	for _, b := range bases() {
		if b.older > 0 {
			d.pull(b, b.older)
		}
		d.pull(b, b.days)
	}
}

// pull pulls a base that was made that many days ago, some days later.
func (d *developer) pull(b base, days float64) {
	recipe := Recipe{Created: d.ago(days), Tags: b.tags, Pulled: true, Cmd: []string{b.cmd}}
	recipe.Tagged = recipe.Created.Add(9 * day)
	if recipe.Tagged.After(d.Now) {
		recipe.Tagged = recipe.Created
	}
	if b.on != "" {
		recipe.From = d.base(b.on, recipe.Created)
	}
	for i, size := range b.layers {
		if b.on == "" && i == 0 {
			recipe.Add = append(recipe.Add, Run("/bin/sh -c #(nop) ADD file:"+d.hexID()[:16]+" in / ", d.mb(size)))
			continue
		}
		recipe.Add = append(recipe.Add, runStep("set -eux; install-part-"+string(rune('a'+i)), d.mb(size)))
	}
	recipe.Add = append(recipe.Add, Set(`CMD ["`+b.cmd+`"]`))
	d.bases[b.tags[0]] = append(d.bases[b.tags[0]], d.Build(recipe))
}

// base is the newest image that had a base's tag at a time.
func (d *developer) base(tag string, at time.Time) *Image {
	generations := d.bases[tag]
	newest := generations[0]
	for _, image := range generations {
		if !image.Created.After(at) {
			newest = image
		}
	}
	return newest
}
