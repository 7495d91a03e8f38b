package job

import (
	"fmt"

	"jettison/model"
)

// saving reports whether images are being saved before the first step.
func (p *Pane) saving() bool {
	g := p.progress
	return g.Backup != nil && !g.Backup.Ended && g.State != model.JobEnded
}

// savingLine is how far the saving is.
func (p *Pane) savingLine() string {
	s, b := p.styles, p.progress.Backup
	text := fmt.Sprintf("saved %d of %s, %s of about %s", b.Images, model.Plural(b.Of, "image"), model.Size(b.Done), model.Size(b.Total))
	right := "archive " + model.Size(b.Written) + " "
	if speed := b.Speed(p.now); speed > 0 {
		right = model.Size(speed) + "/s, " + right
	}
	return p.sides(" "+s.Text.Render(s.Cut(text, p.width-2)), s.Dim.Render(right))
}
