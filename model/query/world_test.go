package query_test

import (
	"strings"
	"testing"
	"time"

	"jettison/model"
	"jettison/model/layers"
	"jettison/model/modeltest"
	"jettison/model/query"
)

// now is a Tuesday noon in a time zone other than UTC.
func now() time.Time {
	return time.Date(2026, 3, 10, 12, 0, 0, 0, time.FixedZone("CET", 3600))
}

func ago(d time.Duration) time.Time { return now().Add(-d) }

const day = 24 * time.Hour

func imageID(prefix string) model.ImageID {
	return model.ImageID("sha256:" + prefix + strings.Repeat("0", 64-len(prefix)))
}

// world is a small engine: a base image, several versions of an application
// built on it, a classic build with a hidden step, and images without names.
func world() *model.Inventory {
	tree := layers.NewTree()
	chain := func(ids ...layers.ChainID) *layers.Layer { return tree.Top(ids) }
	images := []*model.Image{
		{
			ID: imageID("ba5e"), Tags: []string{"nginx:1.25", "nginx:latest"}, Digests: []string{"nginx@sha256:" + strings.Repeat("1", 64)},
			Created: ago(400 * day), LastTagged: ago(100 * day), Size: 100e6, SharedSize: 100e6,
			Top: chain("n1", "n2"), Layered: true,
		},
		{
			ID: imageID("a100"), Tags: []string{"acme/api:1.9.0"}, Created: ago(90 * day), LastTagged: ago(90 * day),
			Size: 1200e6, SharedSize: 100e6, Labels: map[string]string{"environment": "production", "note": "two words"},
			Manifests: []model.Manifest{
				{Kind: model.ManifestPlatform, Platform: "linux/amd64", Available: true},
				{Kind: model.ManifestPlatform, Platform: "linux/arm64/v8", Available: true},
				{Kind: model.ManifestAttestation, Available: true},
			},
			Top: chain("n1", "n2", "a1", "a2"), Layered: true,
		},
		{
			ID: imageID("a200"), Tags: []string{"acme/api:1.10.0", "acme/api:Latest"}, Created: ago(20 * day), LastTagged: ago(20 * day),
			Size: 1300e6, SharedSize: 200e6, Labels: map[string]string{"environment": "development", "keep": ""},
			Manifests: []model.Manifest{
				{Kind: model.ManifestPlatform, Platform: "linux/amd64", Available: true},
				{Kind: model.ManifestPlatform, Platform: "linux/s390x"},
			},
			Top: chain("n1", "n2", "b1"), Layered: true,
		},
		{
			ID: imageID("c1a5"), Tags: []string{"ghcr.io/team/classic:dev"}, Parent: imageID("41dd"), Created: ago(2 * day),
			Size: 5e6, SharedSize: model.Unknown,
		},
		{ID: imageID("41dd"), Parent: imageID("c0de"), Created: ago(3 * day), Size: 4e6, SharedSize: model.Unknown},
		{
			ID: imageID("c0de"), Tags: []string{"localhost:5000/tools:v2"}, Created: ago(5 * time.Minute),
			Size: 3e6, SharedSize: model.Unknown,
		},
		{ID: imageID("da46"), Size: 640e6, SharedSize: 640e6, Created: ago(day), Top: chain("x"), Layered: true},
		{ID: imageID("d19e"), Digests: []string{"redis@sha256:" + strings.Repeat("2", 64)}, Size: 30e6, SharedSize: 0, Top: chain("r"), Layered: true},
	}
	containers := []*model.Container{
		{ID: "1", Name: "web", Image: imageID("a200"), State: model.StateRunning, Created: ago(9 * day)},
		{ID: "2", Name: "old", Image: imageID("a100"), State: model.StateExited, Created: ago(80 * day), Since: ago(60 * day)},
		{ID: "3", Name: "unsure", Image: imageID("da46"), State: model.StateExited, Created: ago(20 * time.Hour)},
	}
	return model.NewInventory(model.Engine{Store: model.StoreGraph}, now(), images, containers, nil)
}

// The rows of world.
const (
	nginx125    = "nginx:1.25"
	nginxLatest = "nginx:latest"
	api19       = "acme/api:1.9.0"
	api110      = "acme/api:1.10.0"
	apiLatest   = "acme/api:Latest"
	classic     = "ghcr.io/team/classic:dev"
	tools       = "localhost:5000/tools:v2"
	dangling    = "da4600000000"
	redis       = "d19e00000000"
)

func parse(tb testing.TB, text string) *query.Query {
	tb.Helper()
	q, err := query.Parse(text)
	if err != nil {
		tb.Fatalf("Parse(%q): %v", text, err)
	}
	return q
}

func matched(q *query.Query, env query.Env) []string {
	matcher := q.Compile(env)
	var names []string
	rows := env.Inventory.Rows()
	for i := range rows {
		if matcher.Match(&rows[i]) {
			name := rows[i].Ref
			if rows[i].Tag == model.None {
				name = rows[i].Image.ID.Short()
			}
			names = append(names, name)
		}
	}
	return names
}

func many(n int) query.Env {
	return query.Env{Now: now(), Inventory: modeltest.Many(n, 1, now()).Inventory()}
}
