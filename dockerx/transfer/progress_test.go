package transfer

import (
	"encoding/json"
	"testing"

	"jettison/model"
)

func TestPullProgressAddsUpLayers(t *testing.T) {
	t.Parallel()
	const one, two = "0123456789ab", "ba9876543210"
	progress := pullProgress{layers: map[string]*pulledLayer{}}
	for _, step := range []struct {
		message string
		want    model.RestoreEvent // the zero event for none
	}{
		{`{"id":"1.25","status":"Pulling from library/nginx"}`, model.RestoreEvent{}},
		{`{"id":"` + one + `","status":"Pulling fs layer"}`, model.RestoreEvent{LayersDone: 0, Layers: 1}},
		{`{"id":"` + two + `","status":"Already exists"}`, model.RestoreEvent{LayersDone: 1, Layers: 2}},
		{`{"id":"` + one + `","status":"Downloading","progressDetail":{"current":30,"total":100}}`, model.RestoreEvent{Done: 30, Total: 100, LayersDone: 1, Layers: 2}},
		{`{"id":"` + one + `","status":"Downloading","progressDetail":{"current":-1,"total":-1}}`, model.RestoreEvent{LayersDone: 1, Layers: 2}},
		{`{"id":"` + one + `","status":"Downloading","progressDetail":{"current":60,"total":100}}`, model.RestoreEvent{Done: 60, Total: 100, LayersDone: 1, Layers: 2}},
		{`{"id":"` + one + `","status":"Download complete"}`, model.RestoreEvent{Done: 100, Total: 100, LayersDone: 1, Layers: 2}},
		{`{"id":"` + one + `","status":"Pull complete"}`, model.RestoreEvent{Done: 100, Total: 100, LayersDone: 2, Layers: 2}},
		{`{"status":"Digest: sha256:0123"}`, model.RestoreEvent{}},
	} {
		var m message
		if err := json.Unmarshal([]byte(step.message), &m); err != nil {
			t.Fatal(err)
		}
		got, ok := progress.take(m)
		if !ok {
			got = model.RestoreEvent{}
		}
		if ok != (step.want.Layers > 0) || got.Done != step.want.Done || got.Total != step.want.Total || got.LayersDone != step.want.LayersDone || got.Layers != step.want.Layers ||
			ok && got.Doing != model.RestorePulling {
			t.Errorf("%s: %v %+v, want %+v", step.message, ok, got, step.want)
		}
	}
}

func TestPace(t *testing.T) {
	t.Parallel()
	p := pace{least: 10}
	var due []int64
	for _, done := range []int64{3, 9, 10, 15, 19, 20, 45, 54} {
		if p.due(done) {
			due = append(due, done)
		}
	}
	if len(due) != 3 || due[0] != 10 || due[1] != 20 || due[2] != 45 {
		t.Errorf("reports after %v bytes", due)
	}
}
