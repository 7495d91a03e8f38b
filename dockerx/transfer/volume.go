package transfer

import (
	"archive/tar"
	"context"
	"errors"
	"io"
	"slices"

	"github.com/containerd/errdefs"
	"github.com/moby/moby/client"

	"jettison/dockerx"
	"jettison/model"
)

// isMissing reports whether the moby client says that there is no such thing.
func isMissing(err error) bool { return errdefs.IsNotFound(err) }

// WithVolumes lets do save what is in volumes: save hands the tar of one to read. Its entries are in
// the folder mountedAt, which is the volume itself. An error of read comes back as it is; others are
// *model.Problem. What is made for it on the engine is removed when do returns.
func (s Saver) WithVolumes(ctx context.Context, do func(save func(name string, read func(io.Reader) error) error) error) error {
	image, err := newHelperImage(ctx, s.Client)
	if err != nil {
		return err
	}
	defer image.remove(ctx)
	return do(func(name string, read func(io.Reader) error) error { return s.saveVolume(ctx, image, name, read) })
}

func (s Saver) saveVolume(ctx context.Context, image *helperImage, name string, read func(io.Reader) error) error {
	if _, err := s.Client.API().VolumeInspect(ctx, name, client.VolumeInspectOptions{}); err != nil {
		return dockerx.ProblemOf(err, s.Client.Host()) // a container would make one of that name
	}
	helper, err := image.mount(ctx, name)
	if err != nil {
		return err
	}
	defer helper.remove(ctx)
	answer, err := s.Client.API().CopyFromContainer(ctx, helper.id, client.CopyFromContainerOptions{SourcePath: "/" + mountedAt})
	if err != nil {
		return dockerx.ProblemOf(err, s.Client.Host())
	}
	defer answer.Content.Close() //nolint:errcheck // only read
	body := &bodyReader{from: answer.Content}
	if err := read(body); body.broke == nil {
		return err
	}
	return dockerx.ProblemOf(errors.Join(body.broke, ctx.Err()), s.Client.Host())
}

// RestoreVolumes makes the volumes anew that steps of a plan are about, by their places in the plan,
// and fills them from backups. It returns when all of the steps have ended. A step that fails does
// not stop the others, and leaves no volume that is filled in part.
func RestoreVolumes(ctx context.Context, c *dockerx.Client, plan *model.RestorePlan, steps []int, options RestoreOptions) {
	r := &restorer{c, plan, options}
	if !slices.ContainsFunc(steps, func(index int) bool { return plan.Steps[index].Way == model.RestoreLoad }) {
		return
	}
	image, err := newHelperImage(ctx, c)
	if err == nil {
		defer image.remove(ctx)
	}
	for _, index := range steps {
		step := &plan.Steps[index]
		if step.Way != model.RestoreLoad {
			continue
		}
		if step.Volume == nil { // of a plan that was made up
			r.tell(index, model.RestoreEvent{State: model.StepFailed, Failure: &model.RestoreFailure{Kind: model.RestoreUnsupported}})
			continue
		}
		if err == nil {
			r.tell(index, model.RestoreEvent{State: model.StepRunning, Doing: model.RestoreLoading})
			failed := r.restoreVolume(ctx, image, index, step)
			if failed == nil {
				r.tell(index, model.RestoreEvent{State: model.StepDone})
				continue
			}
			r.fail(ctx, index, failed)
			continue
		}
		r.fail(ctx, index, err)
	}
}

// errThere is that a volume is there which the plan makes.
var errThere = errors.New("there is a volume of that name by now, which stays as it is")

func (r *restorer) restoreVolume(ctx context.Context, image *helperImage, index int, step *model.RestoreStep) (err error) {
	api, v := r.client.API(), step.Volume
	switch _, err := api.VolumeInspect(ctx, v.Name, client.VolumeInspectOptions{}); {
	case err == nil:
		return errThere
	case !isMissing(err):
		return dockerx.ProblemOf(err, r.client.Host())
	}
	if _, err := api.VolumeCreate(ctx, client.VolumeCreateOptions{Name: v.Name, Driver: v.Driver, DriverOpts: v.Options, Labels: v.Labels}); err != nil {
		return dockerx.ProblemOf(err, r.client.Host())
	}
	if v.Mounted() {
		return nil // what it mounts is where it was
	}
	ours := false
	defer func() {
		if err != nil && ours {
			ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), removePatience)
			defer cancel()
			_, _ = api.VolumeRemove(ctx, v.Name, client.VolumeRemoveOptions{}) // half of it is worse than none
		}
	}()
	helper, err := image.mount(ctx, v.Name)
	if err != nil {
		return err
	}
	defer helper.remove(ctx) // before the volume
	// To create a volume that is there succeeds: only an empty one is filled.
	if empty, err := helper.isEmpty(ctx); err != nil || !empty {
		return errors.Join(err, unlessFilled(empty, err))
	}
	ours = true
	return r.fill(ctx, helper, index, step)
}

func unlessFilled(empty bool, err error) error {
	if err == nil && !empty {
		return errThere
	}
	return nil
}

// isEmpty reports whether nothing is in the volume.
func (h *helper) isEmpty(ctx context.Context) (bool, error) {
	answer, err := h.client.API().CopyFromContainer(ctx, h.id, client.CopyFromContainerOptions{SourcePath: "/" + mountedAt})
	if err != nil {
		return false, dockerx.ProblemOf(err, h.client.Host())
	}
	defer answer.Content.Close() //nolint:errcheck // only read
	entries := tar.NewReader(answer.Content)
	for count := 0; ; count++ {
		_, err := entries.Next()
		switch {
		case errors.Is(err, io.EOF):
			return count <= 1, nil // the volume itself
		case err != nil:
			return false, dockerx.ProblemOf(err, h.client.Host())
		case count > 0:
			return false, nil
		}
	}
}

// fill has the engine unpack what a backup has of a volume.
func (r *restorer) fill(ctx context.Context, h *helper, index int, step *model.RestoreStep) error {
	paced := pace{least: pacedBytes}
	write := func(ctx context.Context, to io.Writer) error {
		return r.options.Write(ctx, step.Backup, []model.Target{step.Target}, to, func(done, total int64) {
			if paced.due(done) {
				r.tell(index, model.RestoreEvent{State: model.StepRunning, Doing: model.RestoreLoading, Done: done, Total: total})
			}
		})
	}
	return r.pour(ctx, write, func(ctx context.Context, body io.Reader) error {
		_, err := r.client.API().CopyToContainer(ctx, h.id, client.CopyToContainerOptions{DestinationPath: "/", Content: body})
		if err != nil {
			return dockerx.ProblemOf(err, r.client.Host())
		}
		return nil
	})
}
