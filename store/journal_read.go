package store

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"jettison/model/words"
	"jettison/store/files"
)

// maxJournalLine is the size limit of a line, in bytes. It is large because an image may have
// many names.
const maxJournalLine = 4 << 20

// BadLine is a line of a journal that can't be read, or its older part.
type BadLine struct {
	File string
	Line int // from 1; 0 for the older part
	Why  string
}

// Place returns the file, and its line if it is one.
func (l *BadLine) Place() string {
	if l.Line == 0 {
		return l.File
	}
	return fmt.Sprintf("%s:%d", l.File, l.Line)
}

// Read reads the lines, oldest first, including those of rotated files. Lines that can't be
// read, and lines of a newer program, are passed to bad and skipped, and so is the older part of
// a journal that is longer than any that rotates.
func (j *Journal) Read(each func(JournalLine), bad func(BadLine)) error {
	// Open the current file first: it may be rotated before the others are listed.
	current, err := openJournal(j.path)
	if err != nil {
		return err
	}
	if current != nil {
		defer current.Close() //nolint:errcheck // only read
	}
	paths, err := j.rotated()
	if err != nil {
		return err
	}
	parts, err := journalParts(paths, current)
	if err != nil {
		return err
	}
	read := newestParts(parts, j.most)
	if why := leftOut(parts, read); why != "" {
		bad(BadLine{File: j.path, Why: why})
	}
	for _, part := range read {
		if err := readPart(part, j.path, current, each, bad); err != nil {
			return err
		}
	}
	return nil
}

// journalPart is a part of a journal that is read.
type journalPart struct {
	path string // empty for the current file
	size int64  // of the file, in bytes
	skip int64  // bytes at its beginning that are not read
}

// journalParts returns the files of a journal, oldest first, without a rotated one that was
// opened as current.
func journalParts(rotated []string, current *os.File) ([]journalPart, error) {
	var now fs.FileInfo
	var err error
	if current != nil {
		if now, err = current.Stat(); err != nil {
			return nil, fmt.Errorf("read the journal: %w", err)
		}
	}
	var parts []journalPart
	for _, path := range rotated {
		info, err := os.Stat(path)
		if err != nil || now != nil && os.SameFile(info, now) {
			continue // it was deleted, or is the current one
		}
		parts = append(parts, journalPart{path: path, size: info.Size()})
	}
	if current != nil {
		parts = append(parts, journalPart{size: now.Size()})
	}
	return parts, nil
}

// newestParts returns the parts that have the newest bytes, at most of them.
func newestParts(parts []journalPart, most int64) []journalPart {
	for i := len(parts) - 1; i >= 0; i-- {
		if most -= parts[i].size; most <= 0 {
			parts[i].skip = -most
			return parts[i:]
		}
	}
	return parts
}

// leftOut says what of the parts is not read, of which read are the newest; empty for nothing.
func leftOut(parts, read []journalPart) string {
	if len(read) == 0 {
		return ""
	}
	bytes, older := read[0].skip, len(parts)-len(read)
	for _, part := range parts[:older] {
		bytes += part.size
	}
	if bytes == 0 {
		return ""
	}
	files := ""
	if older > 0 {
		files = ", " + words.Plural(older, "whole file") + " among them"
	}
	return fmt.Sprintf("its older %d bytes are not read%s: it is too long", bytes, files)
}

// openJournal opens a file of a journal. It returns nil if the file doesn't exist.
func openJournal(path string) (*os.File, error) {
	file, err := files.Open(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case err != nil:
		return nil, fmt.Errorf("read the journal: %w", err)
	}
	return file, nil
}

// readPart reads a part of a journal.
func readPart(part journalPart, path string, current *os.File, each func(JournalLine), bad func(BadLine)) error {
	file := current
	if part.path != "" {
		var err error
		path = part.path
		if file, err = openJournal(path); file == nil {
			return err
		}
		defer file.Close() //nolint:errcheck // only read
	}
	reader := bufio.NewReader(file)
	if part.skip > 0 {
		// The byte before tells whether a line begins there.
		if _, err := file.Seek(part.skip-1, io.SeekStart); err != nil {
			return fmt.Errorf("read the journal: %w", err)
		}
		if _, _, err := readLine(reader); err != nil {
			return nil
		}
		return readJournal(reader, path, each, func(line BadLine) {
			line.Why = fmt.Sprintf("%s (lines are counted from byte %d on)", line.Why, part.skip)
			bad(line)
		})
	}
	return readJournal(reader, path, each, bad)
}

func readJournal(reader *bufio.Reader, path string, each func(JournalLine), bad func(BadLine)) error {
	for n := 1; ; n++ {
		text, tooLong, err := readLine(reader)
		if err != nil && !errors.Is(err, io.EOF) {
			return fmt.Errorf("read the journal: %w", err)
		}
		switch line, why := parseJournalLine(text); {
		case tooLong:
			bad(BadLine{path, n, fmt.Sprintf("it is longer than %d bytes", maxJournalLine)})
		case why != "":
			bad(BadLine{path, n, why})
		case len(text) > 0:
			each(line)
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
	}
}

// readLine reads a line without its end. It discards a line that is too long.
func readLine(reader *bufio.Reader) (text []byte, tooLong bool, err error) {
	for {
		part, err := reader.ReadSlice('\n')
		if !tooLong {
			text = append(text, part...)
		}
		if len(text) > maxJournalLine {
			text, tooLong = nil, true
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return bytes.TrimRight(text, "\r\n"), tooLong, err
		}
	}
}

// parseJournalLine parses a line, or says why it can't be read.
func parseJournalLine(text []byte) (line JournalLine, why string) {
	if len(text) == 0 {
		return line, ""
	}
	if err := json.Unmarshal(text, &line); err != nil {
		return line, "it is no JSON object of a journal: " + err.Error()
	}
	switch {
	case line.Schema > JournalSchema:
		return line, fmt.Sprintf("a newer jettison wrote it: schema %d, this one reads up to %d", line.Schema, JournalSchema)
	case line.Schema < 1 || line.Plan == "" || line.Step < 0:
		return line, "it does not say of which step of which plan it is"
	case line.Event != JournalIntent && line.Event != JournalOutcome && line.Event != JournalRestored:
		return line, fmt.Sprintf("there is no event %q", line.Event)
	case !sealed(text):
		return line, "it is damaged: its sum is another one"
	}
	return line, ""
}
