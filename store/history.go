package store

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"unicode"

	"jettison/store/files"
)

const (
	// maxHistoryEntry is the size limit of an entry, in bytes.
	maxHistoryEntry = 4 << 10
	// maxHistoryFile is the most that is read of the file, in bytes.
	maxHistoryFile = 1 << 20
)

// History is a file of lines typed by the user, newest first. Lines that can't have been typed
// are skipped.
type History struct{ path string }

// OpenHistory returns the history in a file, which need not exist.
func OpenHistory(path string) *History { return &History{path} }

// Load returns the lines, or none if there is no file.
func (h *History) Load() ([]string, error) {
	file, err := files.Open(h.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the history: %w", err)
	}
	defer file.Close() //nolint:errcheck // only read
	text, err := io.ReadAll(io.LimitReader(file, maxHistoryFile))
	if err != nil {
		return nil, fmt.Errorf("read the history: %w", err)
	}
	var lines []string
	for line := range strings.Lines(string(text)) {
		if line, whole := strings.CutSuffix(line, "\n"); whole && typed(line) {
			lines = append(lines, line)
		}
	}
	return lines, nil
}

// Save replaces the file's contents with lines, newest first.
func (h *History) Save(lines []string) error {
	err := replaceFile(h.path, func(w io.Writer) error {
		buffer := bufio.NewWriter(w)
		for _, line := range lines {
			if typed(line) {
				_, _ = buffer.WriteString(line + "\n") // Flush returns the error
			}
		}
		return buffer.Flush()
	})
	if err != nil {
		return fmt.Errorf("write the history: %w", err)
	}
	return nil
}

// typed reports whether the user may have typed a line.
func typed(line string) bool {
	return line != "" && len(line) <= maxHistoryEntry && !strings.ContainsFunc(line, func(r rune) bool {
		return r == unicode.ReplacementChar || unicode.IsControl(r)
	})
}
