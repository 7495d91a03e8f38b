package store

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"jettison/model"
	"jettison/store/wire"
)

// JournalSchema is the version of the lines that this program writes. It grows when
// a field goes or comes to mean something else.
const JournalSchema = 1

const (
	// journalSize is from which size, in bytes, a journal is put away, and
	// journalAge and journalFiles how long and how many of those are kept.
	journalSize  = 8 << 20
	journalAge   = 2 * 365 * 24 * time.Hour
	journalFiles = 8
)

// The events of journal lines: an intent is written before a step is tried, an outcome
// after it ended, and that it was taken back after that ended.
const (
	JournalIntent   = "intent"
	JournalOutcome  = "outcome"
	JournalRestored = "restored"
)

// JournalLine is a line of the journal. Its zero fields are left out.
type JournalLine struct {
	Schema int       `json:"schema"`
	Event  string    `json:"event"`
	At     time.Time `json:"at"`
	// Plan is the same for all lines of one removal, and Step the place of the
	// step in its plan.
	Plan string `json:"plan"`
	Step int    `json:"step"`

	// Of an intent.
	Action     string          `json:"action,omitempty"` // see wire.Actions
	Target     *wire.Target    `json:"target,omitempty"`
	For        *wire.Target    `json:"for,omitempty"`   // that it makes way for
	Image      model.ImageID   `json:"image,omitempty"` // the target, or the image that it makes way for
	Name       string          `json:"name,omitempty"`
	References []string        `json:"references,omitempty"` // that go
	Digests    []string        `json:"digests,omitempty"`    // of the image
	Prunes     []model.ImageID `json:"prunes,omitempty"`     // untagged parents that go along
	Size       int64           `json:"size,omitempty"`       // of the image, in bytes
	Container  string          `json:"container,omitempty"`  // name and ID
	Rule       string          `json:"rule,omitempty"`       // such as "policy nightly"
	Again      string          `json:"again,omitempty"`      // how it could be had again
	Source     string          `json:"source,omitempty"`     // that its labels say it was built from
	Backup     string          `json:"backup,omitempty"`     // the name of the one that has the image
	User       string          `json:"user,omitempty"`
	Engine     *JournalEngine  `json:"engine,omitempty"`

	// Of an outcome.
	State    string          `json:"state,omitempty"`
	Untagged []string        `json:"untagged,omitempty"`
	Deleted  []model.ImageID `json:"deleted,omitempty"`
	Why      string          `json:"why,omitempty"` // it was not done
	// Resolved is that the outcome was found out later: the program had ended before
	// it was written.
	Resolved bool `json:"resolved,omitempty"`

	// Of what was restored, beside State, User and Why.
	Tagged  []string `json:"tagged,omitempty"`
	Differs string   `json:"differs,omitempty"` // what is not as it was
}

// In reports whether the step of a line was in a state when it ended. It is in none
// without a line.
func (l *JournalLine) In(state model.StepState) bool {
	return l != nil && l.State == wire.States().Of(state)
}

// JournalEngine is where a step was carried out.
type JournalEngine struct {
	Name string `json:"name"`
	Host string `json:"host"`
	ID   string `json:"id,omitempty"`
}

// Journal is the file of what was removed, to which several processes append.
type Journal struct {
	path string
	size int64 // from which on it is put away
}

// OpenJournal names the file, which need not exist. Those put away are beside it.
func OpenJournal(path string) *Journal { return &Journal{path, journalSize} }

// Append writes lines to the disk. When it returns nil they are safe there, with all that
// was added before.
func (j *Journal) Append(lines ...JournalLine) error { return j.append(true, lines) }

// Add hands lines to the system without waiting for the disk: they outlast this program,
// and a machine that fails only once something is appended or synced.
func (j *Journal) Add(lines ...JournalLine) error { return j.append(false, lines) }

// Sync waits until all that was added is on the disk.
func (j *Journal) Sync() error {
	file, err := os.OpenFile(j.path, os.O_RDWR, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return nil // it was put away, which is not done to what is not on the disk
	}
	if err == nil {
		err = errors.Join(file.Sync(), file.Close())
	}
	if err != nil {
		return fmt.Errorf("write the journal: %w", err)
	}
	return nil
}

func (j *Journal) append(sync bool, lines []JournalLine) (err error) {
	if len(lines) == 0 {
		return nil
	}
	var text bytes.Buffer
	for i := range lines {
		lines[i].Schema = JournalSchema
		line, err := seal(&lines[i])
		if err != nil {
			return fmt.Errorf("write the journal: %w", err)
		}
		text.Write(append(line, '\n'))
	}
	unlock, err := lockFile(j.path)
	if err != nil {
		return fmt.Errorf("write the journal: %w", err)
	}
	defer func() { err = errors.Join(err, unlock()) }()
	// One that can't be put away, as on Windows while somebody reads it, grows on.
	rotated := j.rotate(lines[0].At)
	_, absent := os.Stat(j.path)
	file, err := os.OpenFile(j.path, os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return fmt.Errorf("write the journal: %w", err)
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	if err := appendWhole(file, text.Bytes(), sync); err != nil {
		return errors.Join(err, rotated)
	}
	if errors.Is(absent, fs.ErrNotExist) {
		if err := SyncFolder(filepath.Dir(j.path)); err != nil {
			return fmt.Errorf("write the journal: %w", err)
		}
	}
	return nil
}

// appendWhole appends lines, or nothing: a part of them would be glued to what
// comes next.
func appendWhole(file *os.File, text []byte, sync bool) error {
	info, err := file.Stat()
	if err != nil {
		return fmt.Errorf("write the journal: %w", err)
	}
	size := info.Size()
	last := []byte{'\n'}
	if size > 0 {
		if _, err := file.ReadAt(last, size-1); err != nil {
			return fmt.Errorf("write the journal: %w", err)
		}
	}
	if last[0] != '\n' { // a crash cut the last line off
		text = append([]byte{'\n'}, text...)
	}
	_, err = file.Write(text)
	if err == nil && sync {
		err = file.Sync()
	}
	if err != nil {
		return errors.Join(fmt.Errorf("write the journal: %w", err), file.Truncate(size))
	}
	return nil
}

// rotate puts a journal away that has become too large, and forgets those that
// are too old or too many.
func (j *Journal) rotate(now time.Time) error {
	info, err := os.Stat(j.path)
	if errors.Is(err, fs.ErrNotExist) || err == nil && info.Size() < j.size {
		return nil
	}
	if err == nil {
		err = j.Sync() // what was added and never synced
	}
	if err != nil {
		return fmt.Errorf("write the journal: %w", err)
	}
	if err := os.Rename(j.path, j.path+now.UTC().Format(".20060102T150405.000")); err != nil {
		return fmt.Errorf("put the journal away: %w", err)
	}
	old, err := j.putAway()
	if err != nil {
		return err
	}
	for i, path := range old { // the oldest first
		info, err := os.Stat(path)
		if err == nil && (len(old)-i > journalFiles || now.Sub(info.ModTime()) > journalAge) {
			_ = os.Remove(path) // it is tried again next time
		}
	}
	return nil
}

// putAway are the journals that were put away, the oldest first.
func (j *Journal) putAway() ([]string, error) {
	found, err := filepath.Glob(escapeMeta(j.path) + ".[0-9]*T*")
	if err != nil {
		return nil, fmt.Errorf("look for journals: %w", err)
	}
	slices.Sort(found)
	return found, nil
}

// escapeMeta is a path in which filepath.Match finds no pattern.
func escapeMeta(path string) string {
	var text []byte
	for i := range len(path) {
		if c := path[i]; c == '*' || c == '?' || c == '[' || c == '\\' && filepath.Separator != '\\' {
			text = append(text, '[', c, ']')
			continue
		}
		text = append(text, path[i])
	}
	return string(text)
}
