package modeltest

import (
	"fmt"
	"strings"
	"time"

	"jettison/model"
)

// run is a container of the developer's engine.
type run struct {
	ref, name string
	state     model.ContainerState
	code      int
	since     time.Duration
	rw        float64 // megabytes written
	volumes   []string
}

func runs() []run {
	const hour = time.Hour
	const up, exited, created, paused = model.StateRunning, model.StateExited, model.StateCreated, model.StatePaused
	return []run{
		{"acme/api:latest", "acme-api-1", up, 0, 3 * hour, 1.2, nil},
		{"acme/api:dev", "acme-api-dev-1", up, 0, 20 * time.Minute, 0.3, nil},
		{"acme/web:dev", "acme-web-1", up, 0, 26 * hour, 14.8, []string{"acme_web_modules"}},
		{"registry.local:5000/acme/worker:staging", "acme-worker-1", up, 0, 26 * hour, 88.4, nil},
		{"ghcr.io/acme/gateway:latest", "acme-gateway-1", up, 0, 4 * day, 0.1, nil},
		{"postgres:16", "acme-postgres-1", up, 0, 4 * day, 0.06, []string{"acme_pgdata"}},
		{"redis:7-alpine", "acme-redis-1", up, 0, 4 * day, 0, []string{"acme_redis"}},
		{"rabbitmq:3-management", "acme-rabbitmq-1", up, 0, 4 * day, 0.02, []string{"acme_rabbit"}},
		{"traefik:v3.1", "proxy", up, 0, 19 * day, 0, nil},
		{"registry:2", "registry", up, 0, 33 * day, 0, []string{"registry_data"}},
		{"prom/prometheus:v2.54.1", "prometheus", up, 0, 19 * day, 0, []string{"prometheus_data"}},
		{"grafana/grafana:11.2.0", "grafana", up, 0, 19 * day, 2.1, []string{"grafana_data"}},
		{"minio/minio:RELEASE.2024-09-22T00-33-43Z", "minio", paused, 0, 8 * day, 0, []string{"minio_data"}},
		{"acme/api:1.25.1", "api-debug", exited, 137, 14 * day, 412.5, nil},
		{"acme/api:1.24.3", "api-bisect", exited, 1, 38 * day, 3.9, nil},
		{"acme/api:1.22.0", "load-test", exited, 0, 121 * day, 0.4, nil},
		{"acme/web:3.4.2", "web-3", exited, 0, 16 * day, 22.7, nil},
		{"acme/web:3.6.0", "web-snapshot", exited, 0, 5 * day, 6.2, nil},
		{"acme/billing:5.5.1", "billing-repro", exited, 143, 61 * day, 0.8, []string{"billing_h2"}},
		{"acme/billing:5.7.0", "billing-1", exited, 0, 2 * day, 0.1, nil},
		{"ghcr.io/acme/search:1.4.2", "search-reindex", exited, 1, 44 * day, 1210, []string{"search_index"}},
		{"registry.local:5000/acme/worker:0.9.1", "worker-oom", exited, 137, 70 * day, 51.6, nil},
		{"registry.local:5000/acme/e2e:0.2.3", "e2e-run-118", exited, 1, 9 * day, 340.2, nil},
		{"registry.local:5000/acme/e2e:0.2.2", "e2e-run-117", exited, 0, 10 * day, 338.9, nil},
		{"acme/docs:24.2.1", "docs-preview", exited, 0, 57 * day, 0, nil},
		{"mysql:8.4", "mysql-scratch", exited, 0, 29 * day, 0.1, []string{"mysql_scratch"}},
		{"docker.elastic.co/elasticsearch/elasticsearch:8.15.2", "es-spike", exited, 78, 83 * day, 4.4, []string{"es_data"}},
		{"localstack/localstack:3.7", "localstack", exited, 0, 48 * day, 92.3, []string{"localstack"}},
		{"python:3.12", "py", exited, 0, 25 * day, 130.6, nil},
		{"ubuntu:24.04", "scratchpad", exited, 130, 36 * day, 244.1, nil},
		{"registry.local:5000/ml/train:2025-08", "train-42", exited, 0, 51 * day, 7.7, []string{"ml_checkpoints"}},
		{"legacy/reports:2.4", "reports-cron", exited, 0, 150 * day, 0.2, nil},
		{"ml/notebook:latest", "notebook", created, 0, 40 * day, 0, []string{"notebooks"}},
		{"acme/api:1.23.0", "api-old", created, 0, 90 * day, 0, nil},
		{"node:20-alpine", "npm-audit", created, 0, 12 * day, 0, nil},
	}
}

func (d *developer) runContainers() {
	for _, r := range runs() {
		image, ok := d.Tagged(r.ref)
		if !ok {
			continue
		}
		// No container is older than its image.
		since := min(r.since, d.Now.Sub(image.Created)-time.Hour) - time.Duration(d.rand.IntN(15))*time.Minute
		d.Run(Start{
			Image: image, Name: r.name, Ref: r.ref, State: r.state, ExitCode: r.code,
			Since: since, Created: since + time.Hour,
			SizeRw: d.mb(r.rw), Volumes: r.volumes,
			Labels: map[string]string{"com.docker.compose.project": "acme"},
		})
	}
	// A container keeps an older build alive after its tag moved on.
	for _, image := range d.Images {
		if len(image.Tags) == 0 && len(image.Digests) == 0 && image.Labels["environment"] == "development" {
			d.Run(Start{
				Image: image, Name: "api-before-rebase", Ref: "acme/api:dev", State: model.StateExited,
				Since: d.Now.Sub(image.Created) / 2, Created: d.Now.Sub(image.Created) * 3 / 4, SizeRw: d.mb(2.2),
			})
			return
		}
	}
}

func (d *developer) keepVolumes() {
	for _, v := range []struct {
		name string
		size float64
		days float64
	}{
		{"acme_pgdata", 3120, 310},
		{"acme_redis", 41, 310},
		{"acme_rabbit", 12, 200},
		{"acme_web_modules", 840, 120},
		{"registry_data", 18400, 330},
		{"prometheus_data", 2210, 160},
		{"grafana_data", 38, 160},
		{"minio_data", 920, 93},
		{"billing_h2", 64, 61},
		{"search_index", 5400, 44},
		{"mysql_scratch", 214, 29},
		{"es_data", 1870, 83},
		{"localstack", 310, 48},
		{"ml_checkpoints", 9300, 51},
		{"notebooks", 120, 40},
		{"acme_pgdata_old", 2790, 400},
		{"e2e_videos", 1460, 70},
	} {
		volume := &Volume{Name: v.name, Created: d.ago(v.days), Size: d.mb(v.size)}
		if project, _, ok := strings.Cut(v.name, "_"); ok && project == "acme" {
			volume.Labels = map[string]string{"com.docker.compose.project": project}
		}
		d.Volumes = append(d.Volumes, volume)
	}
	for range 4 {
		d.Volumes = append(d.Volumes, &Volume{
			Name: d.hexID(), Created: d.ago(float64(d.rand.IntN(200))), Size: d.mb(float64(d.rand.IntN(400))),
			Labels: map[string]string{"com.docker.volume.anonymous": ""},
		})
	}
}

// fillCache leaves records of BuildKit's cache behind; some have their layers
// in common with images.
func (d *developer) fillCache() {
	kinds := []struct {
		kind, description string
		size              float64
	}{
		{"regular", "[build 4/6] RUN /bin/sh -c go build ./...", 210},
		{"regular", "[deps 3/3] RUN /bin/sh -c npm ci", 312},
		{"exec.cachemount", "cached mount /root/.cache/go-build from exec /bin/sh -c go build ./... with id \"/root/.cache/go-build\"", 1480},
		{"source.local", "local source for context", 24},
		{"regular", "mount / from exec /bin/sh -c install-dependencies --locked", 96},
		{"source.git.checkout", "git snapshot for https://git.example.com/acme/docs.git#main", 33},
	}
	for i := range 60 {
		k := kinds[i%len(kinds)]
		created := d.ago(float64(i) * 2.9)
		used := created.Add(time.Duration(d.rand.IntN(72)) * time.Hour)
		if used.After(d.Now) {
			used = d.Now.Add(-time.Minute)
		}
		var parents []string
		if i%len(kinds) == 0 && i > 0 { // a build stands on the dependencies of the one before
			parents = []string{d.Cache[i-len(kinds)+1].ID}
		}
		d.Cache = append(d.Cache, &model.CacheRecord{
			ID: d.hexID()[:25], Parents: parents, Type: k.kind, Description: k.description,
			InUse: i == 0 || i == 7, Shared: k.kind == "regular" && i%4 == 0,
			Size: d.mb(k.size), Created: created, LastUsed: used, Uses: int64(1 + d.rand.IntN(30)),
		})
	}
}

// String tells how much the world holds.
func (w *World) String() string {
	return fmt.Sprintf("%d images, %d containers, %d volumes, %d cache records, %d layers",
		len(w.Images), len(w.Containers), len(w.Volumes), len(w.Cache), w.Layers)
}
