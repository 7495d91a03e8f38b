package cleanup

import (
	"archive/tar"
	"bytes"
	"context"
	"errors"
	"io"
	"testing"
	"time"

	"jettison/dockerx/inventory"
	"jettison/model"
)

// noon is when the tests happen.
func noon() time.Time { return time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC) }

// fakeEngine does what a test says.
type fakeEngine struct {
	updates []model.JobUpdate // of its one job
	// noVolume is with what it refuses to give volumes.
	noVolume *model.Problem
	// began is called when it executes, and saving when it is asked for an image; both
	// may be nil.
	began  func()
	saving func(ctx context.Context) error

	// manifests are those of its images, which answer has the save of; nil of images that
	// savedImage makes up.
	manifests []model.Manifest
	answer    []byte

	// measured are the inventories that it measures, one after the other; asked is how
	// that was asked for. measuring is called meanwhile, and may be nil.
	measured  []*model.Inventory
	asked     []inventory.Measuring
	measuring func(ctx context.Context)

	has      []*model.Image // that it lists; nil fails
	cached   []*model.CacheRecord
	restores model.RestoreEvent // how each step of a restoration goes
	// restoring is called when a restoration begins, and may be nil.
	restoring func(ctx context.Context)

	plan *model.Plan // that it executes; nil before
	job  *scriptedJob
}

func (e *fakeEngine) Execute(_ context.Context, plan *model.Plan, _ int) Job {
	if e.began != nil {
		e.began()
	}
	e.plan, e.job = plan, &scriptedJob{updates: e.updates}
	return e.job
}

func (e *fakeEngine) Restore(ctx context.Context, plan *model.RestorePlan, _ ReadBackup, tell func(model.RestoreEvent)) {
	if e.restoring != nil {
		e.restoring(ctx)
	}
	if ctx.Err() != nil {
		return
	}
	for i := range plan.Steps {
		if plan.Steps[i].Doable() {
			event := e.restores
			event.Step = i
			tell(event)
		}
	}
}

func (e *fakeEngine) List(_ context.Context, engine model.Engine) (*model.Inventory, error) {
	if e.has == nil {
		return nil, errors.New("nothing is known")
	}
	return model.NewInventory(engine, noon(), e.has, nil, nil), nil
}

func (e *fakeEngine) ListCache(_ context.Context, engine model.Engine) (*model.Inventory, error) {
	return model.NewInventory(engine, noon(), nil, nil, &model.Usage{Cache: e.cached}), nil
}

func (e *fakeEngine) Measure(ctx context.Context, how inventory.Measuring) *model.Inventory {
	e.asked = append(e.asked, how)
	if e.measuring != nil {
		e.measuring(ctx)
	}
	if len(e.measured) == 0 {
		return nil
	}
	measured := e.measured[0]
	e.measured = e.measured[1:]
	return measured
}

func (*fakeEngine) SweepHelpers(context.Context, func() (func(), bool)) error { return nil }

func (e *fakeEngine) WithVolumes(_ context.Context, do func(func(string, func(io.Reader) error) error) error) error {
	return do(func(string, func(io.Reader) error) error { return e.noVolume })
}

func (*fakeEngine) Unsavable(context.Context, model.Engine, []*model.Image) ([]*model.Image, error) {
	return nil, nil
}

func (e *fakeEngine) Manifests(_ context.Context, _ model.Engine, images []*model.Image) (map[model.ImageID][]model.Manifest, error) {
	found := map[model.ImageID][]model.Manifest{}
	for _, image := range images {
		found[image.ID] = e.manifests
	}
	return found, nil
}

func (*fakeEngine) BatchSize(model.Engine) int { return 1 }

func (e *fakeEngine) Save(ctx context.Context, ids []model.ImageID, read func(io.Reader) error) error {
	if e.saving != nil {
		if err := e.saving(ctx); err != nil {
			return err
		}
	}
	if e.answer != nil {
		return read(bytes.NewReader(e.answer))
	}
	return read(bytes.NewReader(savedImage(ids[0])))
}

// scriptedJob goes as it was told.
type scriptedJob struct {
	updates  []model.JobUpdate
	canceled bool
}

func (j *scriptedJob) Next(context.Context) (model.JobUpdate, error) {
	if len(j.updates) == 0 {
		return model.JobUpdate{}, io.EOF
	}
	update := j.updates[0]
	j.updates = j.updates[1:]
	return update, nil
}

func (j *scriptedJob) Cancel() { j.canceled = true }

// onePlan deletes one image.
func onePlan() *model.Plan {
	image := &model.Image{ID: "sha256:aa", Tags: []string{"app:1"}, Size: 7}
	return &model.Plan{
		Engine: model.Engine{Name: "test", ID: "1"}, Taken: noon(), Images: 1,
		Steps: []model.Step{{Action: model.ActionRemove, Thing: image, Refs: image.Tags, Ready: true}},
	}
}

// succeeds is a job of which the one step is done.
func succeeds() []model.JobUpdate {
	return []model.JobUpdate{
		{Events: []model.StepEvent{{State: model.StepRunning}}},
		{Events: []model.StepEvent{{State: model.StepDone, At: noon()}}, State: model.JobEnded},
	}
}

// finish takes a run to its end, and tells how far it came and what it warned of.
func finish(t *testing.T, run *Run) (*model.Progress, []string) {
	t.Helper()
	progress := model.NewProgress(run.whole, noon())
	var warnings []string
	for {
		update, err := run.Next(t.Context())
		if errors.Is(err, io.EOF) {
			return progress, warnings
		}
		if err != nil {
			t.Fatal(err)
		}
		if progress.Apply(update, noon()); update.Warning != nil {
			warnings = append(warnings, update.Warning.Text)
		}
	}
}

// savedImage is what docker save writes of an image.
func savedImage(id model.ImageID) []byte {
	var buffer bytes.Buffer
	to := tar.NewWriter(&buffer)
	for name, text := range map[string]string{
		"c.json": string(id), "l/layer.tar": "layer of " + string(id), "manifest.json": `[{"Config":"c.json","Layers":["l/layer.tar"]}]`,
	} {
		_ = to.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: name, Size: int64(len(text))})
		_, _ = to.Write([]byte(text))
	}
	_ = to.Close()
	return buffer.Bytes()
}
