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

	"jettison/store/files"
)

// maxJournalLine is the size limit of a line, in bytes. It is large because an image may have
// many names.
const maxJournalLine = 4 << 20

// BadLine is a line of a journal that can't be read.
type BadLine struct {
	File string
	Line int // from 1
	Why  string
}

// Read reads all lines, oldest first, including those of rotated files. Lines that can't be
// read, and lines of a newer program, are passed to bad and skipped.
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
	for _, path := range paths {
		if err := readPutAway(path, current, each, bad); err != nil {
			return err
		}
	}
	if current == nil {
		return nil
	}
	return readJournal(current, j.path, each, bad)
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

// readPutAway reads a rotated file, unless it is the one that was opened as current.
func readPutAway(path string, current *os.File, each func(JournalLine), bad func(BadLine)) error {
	file, err := openJournal(path)
	if file == nil {
		return err
	}
	defer file.Close() //nolint:errcheck // only read
	if current != nil {
		one, err := file.Stat()
		other, otherErr := current.Stat()
		if err == nil && otherErr == nil && os.SameFile(one, other) {
			return nil
		}
	}
	return readJournal(file, path, each, bad)
}

func readJournal(file io.Reader, path string, each func(JournalLine), bad func(BadLine)) error {
	reader := bufio.NewReader(file)
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
