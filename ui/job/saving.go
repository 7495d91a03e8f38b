package job

import (
	"fmt"

	"jettison/model/words"
)

// savingLine is how far the saving is.
func (p *Pane) savingLine() string {
	s, b := p.styles, p.progress.Backup
	text := fmt.Sprintf("saved %d of %s, %s read", b.Images, words.Plural(b.Of, "image"), words.Size(b.Done))
	right := "archive " + words.Size(b.Written) + " "
	if speed := b.Speed(p.now); speed > 0 {
		right = words.Size(speed) + "/s, " + right
	}
	return p.sides(" "+s.Text.Render(s.Cut(text, p.width-2)), s.Dim.Render(right))
}
