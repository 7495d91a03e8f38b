package job

import (
	"fmt"

	"jettison/model"
)

// savingLine is how far the saving is.
func (p *Pane) savingLine() string {
	s, b := p.styles, p.progress.Backup
	text := fmt.Sprintf("saved %d of %s, %s read", b.Images, model.Plural(b.Of, "image"), model.Size(b.Done))
	right := "archive " + model.Size(b.Written) + " "
	if speed := b.Speed(p.now); speed > 0 {
		right = model.Size(speed) + "/s, " + right
	}
	return p.sides(" "+s.Text.Render(s.Cut(text, p.width-2)), s.Dim.Render(right))
}
