package store

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"jettison/store/files"
)

// maxPins is the size limit of the file, in bytes.
const maxPins = 1 << 20

// Pins is a file of queries that protect images, one a line. Users may edit it. Empty lines
// and lines that begin with # have no meaning and are kept.
type Pins struct{ path string }

// PinLine is a query as written in the file.
type PinLine struct {
	Line  int // from 1
	Query string
}

// OpenPins returns the pins in a file, which need not exist.
func OpenPins(path string) *Pins { return &Pins{path} }

// Path returns the path of the file.
func (p *Pins) Path() string { return p.path }

// Load returns the queries in file order, or none if there is no file.
func (p *Pins) Load() ([]PinLine, error) {
	lines, err := p.read()
	if err != nil {
		return nil, err
	}
	var found []PinLine
	for i, line := range lines {
		text := strings.TrimSpace(line)
		if text == "" || strings.HasPrefix(text, "#") {
			continue
		}
		if !isText(text) {
			return nil, fmt.Errorf("read the pins: %s:%d is no text: it may be damaged", p.path, i+1)
		}
		found = append(found, PinLine{i + 1, text})
	}
	return found, nil
}

// isText reports whether a line may have been written as a query.
func isText(line string) bool {
	return utf8.ValidString(line) && !strings.ContainsFunc(line, func(r rune) bool { return unicode.IsControl(r) && r != '\t' })
}

// Add appends a query unless it is there, and reports whether it did.
func (p *Pins) Add(query string) (added bool, err error) {
	query = strings.TrimSpace(query)
	if query == "" || strings.HasPrefix(query, "#") || strings.ContainsFunc(query, unicode.IsControl) || !utf8.ValidString(query) {
		return false, fmt.Errorf("%q can't stand in a line of the file of pins", query)
	}
	err = p.edit(func(lines []string) []string {
		if slices.ContainsFunc(lines, func(line string) bool { return strings.TrimSpace(line) == query }) {
			return nil
		}
		added = true
		return append(lines, query)
	})
	return added && err == nil, err
}

// Remove removes the lines whose query satisfies goes, and reports whether there were any.
func (p *Pins) Remove(goes func(query string) bool) (removed bool, err error) {
	err = p.edit(func(lines []string) []string {
		left := slices.DeleteFunc(slices.Clone(lines), func(line string) bool {
			text := strings.TrimSpace(line)
			return text != "" && !strings.HasPrefix(text, "#") && goes(text)
		})
		if removed = len(left) < len(lines); !removed {
			return nil
		}
		return left
	})
	return removed && err == nil, err
}

// edit replaces the lines of the file with the result of change; nil means no change. A lock
// serializes edits by several processes.
func (p *Pins) edit(change func(lines []string) []string) (err error) {
	unlock, err := lockFile(p.path)
	if err != nil {
		return fmt.Errorf("write the pins: %w", err)
	}
	defer func() { err = errors.Join(err, unlock()) }()
	lines, err := p.read()
	if err != nil {
		return err
	}
	changed := change(lines)
	if changed == nil {
		return nil
	}
	err = replaceFile(p.path, func(w io.Writer) error {
		for _, line := range changed {
			if _, err := io.WriteString(w, line+"\n"); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("write the pins: %w", err)
	}
	return nil
}

// read returns the lines. It rejects a file that is too large as a whole, because the queries
// left out would not protect anything.
func (p *Pins) read() ([]string, error) {
	text, err := files.Read(p.path, maxPins)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the pins: %w", err)
	}
	var lines []string
	for line := range strings.Lines(string(text)) {
		lines = append(lines, strings.TrimRight(line, "\r\n"))
	}
	return lines, nil
}
