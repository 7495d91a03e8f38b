package output

import (
	"io"
	"strings"
	"unicode/utf8"

	"jettison/model/words"
)

// Progress is one line that tells on a terminal how far something is; elsewhere
// it writes nothing. It is not safe for concurrent use.
type Progress struct {
	w     io.Writer
	drawn bool
	on    bool
}

// NewProgress is a line on a terminal.
func NewProgress(w io.Writer, terminal bool) *Progress { return &Progress{w: w, on: terminal} }

const barCells = 24

// startOver goes to the beginning of the line and erases it (EL of ECMA-48).
const startOver = "\r\x1b[K"

// Draw draws the line anew: what is under way, a bar, how many of all are done,
// and more words. A terminal of 80 columns has room for it.
func (p *Progress) Draw(what string, done, total int, more ...string) {
	if !p.on || total <= 0 {
		return
	}
	filled := barCells * min(done, total) / total
	bar := strings.Repeat("#", filled) + strings.Repeat("-", barCells-filled)
	line := what + " [" + bar + "] " + words.Count(done) + " of " + words.Count(total)
	for _, text := range more {
		if text != "" && utf8.RuneCountInString(line)+2+utf8.RuneCountInString(text) < 80 {
			line += ", " + text
		}
	}
	p.write(startOver + line)
	p.drawn = true
}

// Clear takes the line away, so that other text can be written.
func (p *Progress) Clear() {
	if p.drawn {
		p.write(startOver)
		p.drawn = false
	}
}

func (p *Progress) write(text string) {
	// A terminal that is gone needs no progress.
	_, _ = io.WriteString(p.w, text)
}
