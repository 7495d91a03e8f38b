package backup

import (
	"jettison/model"
	"jettison/store/archive"
)

// LeftOut are things that were not saved, for one reason.
type LeftOut struct {
	Things []model.Thing
	Why    *model.Refusal
}

func (s *Saved) leaveOut(why *model.Refusal, images ...*model.Image) {
	if len(images) > 0 {
		s.LeftOut = append(s.LeftOut, LeftOut{model.AsThings(images), why})
	}
}

// skip leaves out the next image, which the engine refused to save.
func (r *run) skip(refused *model.Problem) {
	image := r.Images[r.next]
	r.saved.leaveOut(&model.Refusal{Kind: model.RefusalNotSaved, Problem: refused, Raw: refused.Raw}, image)
	r.next++
	r.progress.Of--
	r.progress.Total -= sent(image)
	r.tell()
}

// leaveOutParts leaves out the images of which the archive has not all that the engine has.
func (r *run) leaveOutParts(done *archive.Manifest) {
	for _, image := range r.Images {
		if target := image.ID.Target(); done.Has(target) && !done.HasAll(target, model.ToKeep(r.Manifests[image.ID])) {
			r.saved.leaveOut(&model.Refusal{Kind: model.RefusalPartlySaved}, image)
		}
	}
}
