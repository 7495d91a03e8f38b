package store

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"
	"unicode"
)

// maxPins bounds the file in bytes.
const maxPins = 1 << 20

// Pins is the file of the queries that protect images: one a line, which a person
// may edit. Empty lines, and those that begin with #, mean nothing and are kept.
type Pins struct{ path string }

// PinLine is a query of the file, as it stands there.
type PinLine struct {
	Line  int // from 1
	Query string
}

// OpenPins names the file, which need not exist.
func OpenPins(path string) *Pins { return &Pins{path} }

// Path is where the file is.
func (p *Pins) Path() string { return p.path }

// Load returns the queries in the order of the file; none when there is no file.
func (p *Pins) Load() ([]PinLine, error) {
	lines, err := p.read()
	if err != nil {
		return nil, err
	}
	var found []PinLine
	for i, line := range lines {
		if text := strings.TrimSpace(line); text != "" && !strings.HasPrefix(text, "#") {
			found = append(found, PinLine{i + 1, text})
		}
	}
	return found, nil
}

// Add appends a query, unless it is there, and reports whether it was not.
func (p *Pins) Add(query string) (added bool, err error) {
	query = strings.TrimSpace(query)
	if query == "" || strings.HasPrefix(query, "#") || strings.ContainsFunc(query, unicode.IsControl) {
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

// Remove takes out the lines whose query is one to go, and reports whether there
// were any.
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

// edit replaces the file by what change makes of its lines, nil for no change. Two
// processes do so one after the other.
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

// read returns the lines. Of a file that is too large not a part is believed: what
// is left out would not be protected.
func (p *Pins) read() ([]string, error) {
	file, err := os.Open(p.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the pins: %w", err)
	}
	defer file.Close() //nolint:errcheck // only read
	text, err := io.ReadAll(io.LimitReader(file, maxPins+1))
	if err == nil && len(text) > maxPins {
		err = fmt.Errorf("%s is larger than %d bytes", p.path, maxPins)
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
