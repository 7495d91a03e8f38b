package backup

import (
	"context"
	"errors"
	"io"

	"jettison/model"
	"jettison/model/words"
	"jettison/store/archive"
)

// saveVolumes saves the volumes one after the other. What the engine can't give is left out.
func (r *run) saveVolumes(ctx context.Context) error {
	var filled []*model.Volume
	for _, v := range r.Volumes {
		if v.Mounted() { // what is there stays
			r.to.AddVolume(v)
			r.volumeSaved(v)
			continue
		}
		filled = append(filled, v)
	}
	if len(filled) == 0 {
		return nil
	}
	return r.from.WithVolumes(ctx, func(save func(string, func(io.Reader) error) error) error {
		for _, v := range filled {
			err := save(v.Name, func(body io.Reader) error { return r.to.AddVolumeContent(v, &counted{body, r}) })
			problem, refused := errors.AsType[*model.Problem](err)
			switch {
			case ctx.Err() != nil:
				return ctx.Err()
			case err == nil:
				r.volumeSaved(v)
			case refused:
				r.skipVolume(v, problem)
			case errors.Is(err, archive.ErrIncomplete):
				r.skipVolume(v, &model.Problem{Reason: model.ReasonBackup, Text: model.Clean(words.Error(err))})
			default:
				return err
			}
		}
		return nil
	})
}

func (r *run) volumeSaved(v *model.Volume) {
	r.progress.Images++
	r.before += sumOfVolumes([]*model.Volume{v})
	r.progress.Done = r.before
	r.tell()
}

// skipVolume leaves out a volume.
func (r *run) skipVolume(v *model.Volume, why *model.Problem) {
	r.saved.LeftOut = append(r.saved.LeftOut, LeftOut{
		[]model.Thing{v}, &model.Refusal{Kind: model.RefusalNotSaved, Problem: why, Raw: why.Raw},
	})
	r.progress.Of--
	r.progress.Volumes--
	r.progress.Total -= sumOfVolumes([]*model.Volume{v})
	r.progress.Done = r.before
	r.tell()
}

// sumOfVolumes is about how many bytes the engine sends of volumes.
func sumOfVolumes(volumes []*model.Volume) (sum int64) {
	for _, v := range volumes {
		if !v.Mounted() {
			sum += max(0, v.Size)
		}
	}
	return sum
}
