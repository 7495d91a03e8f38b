package output

import (
	"io"
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

// backedUp is what a backup has, as far as a line has room for it.
func backedUp(m *archive.Manifest) string {
	const few = 2
	text := ""
	for i := range m.Images {
		if i == few {
			return text + " and " + words.Count(len(m.Images)-few) + " more"
		}
		name := m.Images[i].ID.Short()
		if refs := m.Images[i].References; len(refs) > 0 {
			name = refs[0]
		}
		if text != "" {
			text += ", "
		}
		text += name
	}
	return model.Clean(text)
}

// WriteJSON writes the manifests as they are in the files.
func (b *Backups) WriteJSON(w io.Writer) error {
	return WriteJSON(w, listOf(b.All, func(m *archive.Manifest) *archive.Manifest { return m }))
}
