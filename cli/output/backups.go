package output

import (
	"io"
	"strings"
	"time"

	"jettison/model"
	"jettison/model/words"
	"jettison/store/archive"
)

// Backups are the backups that there are, to be printed.
type Backups struct {
	All []*archive.Manifest // the newest first
	Now time.Time
}

// WriteText writes a line for each backup.
func (b *Backups) WriteText(w io.Writer) error {
	columns := []column{
		{title: "NAME"}, {title: "WHEN"}, {title: "ENGINE"}, {title: "IMAGES", right: true}, {title: "SIZE", right: true}, {title: "UNPACKED", right: true}, {title: "WHAT"},
	}
	rows := make([][]string, 0, len(b.All))
	for _, m := range b.All {
		rows = append(rows, cleaned(m.Name, words.Ago(b.Now, m.At), m.Engine, words.Count(len(m.Images)), words.Size(m.Size), words.Size(m.Unpacked()), backedUp(m)))
	}
	return writeTable(w, columns, rows)
}

// Saved counts what a backup has, such as "3 images and 1 volume".
func Saved(m *archive.Manifest) string {
	var parts []string
	if n := len(m.Images); n > 0 {
		parts = append(parts, words.Plural(n, "image"))
	}
	if n := len(m.Volumes); n > 0 {
		parts = append(parts, words.Plural(n, "volume"))
	}
	return words.Join(parts)
}

// backedUp is what a backup has, as far as a line has room for it.
func backedUp(m *archive.Manifest) string {
	const few = 2
	var names []string
	for i := range m.Images {
		name := m.Images[i].ID.Short()
		if refs := m.Images[i].References; len(refs) > 0 {
			name = refs[0]
		}
		names = append(names, name)
	}
	for i := range m.Volumes {
		names = append(names, "volume "+model.VolumeTarget(m.Volumes[i].Name).Short())
	}
	text := strings.Join(names[:min(few, len(names))], ", ")
	if more := len(names) - few; more > 0 {
		text += " and " + words.Count(more) + " more"
	}
	return model.Clean(text)
}

// WriteJSON writes the manifests as they are in the files.
func (b *Backups) WriteJSON(w io.Writer) error {
	return WriteJSON(w, listOf(b.All, func(m *archive.Manifest) *archive.Manifest { return m }))
}
