package job

import (
	"jettison/model/words"
)

// backupLine shows the progress of the backup.
func (p *Pane) backupLine() string {
	s, b := p.styles, p.progress.Backup
	text := "saved " + words.Count(b.Images) + " of " + words.Plural(b.Of, words.SavedThing(b)) + ", " + words.Size(b.Done) + " read"
	right := "archive " + words.Size(b.Written) + " "
	if speed := b.Speed(p.now); speed > 0 {
		right = words.Size(speed) + "/s, " + right
	}
	return p.sides(" "+s.Text.Render(s.Cut(text, p.width-2)), s.Dim.Render(right))
}
