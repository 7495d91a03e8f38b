package store

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"jettison/model"
	"jettison/store/files"
	"jettison/store/wire"
)

// JournalSchema is the version of the lines that this program writes. It grows when a field is
// removed or changes its meaning.
const JournalSchema = 1

const (
	// journalSize is the size, in bytes, from which a journal is rotated. Rotated journals are
	// kept for journalAge, and at most journalFiles of them.
	journalSize  = 8 << 20
	journalAge   = 2 * 365 * 24 * time.Hour
	journalFiles = 8
	// journalMost is how many bytes of the journal are read, the newest: more than rotation
	// leaves. journalRecent is how many have what was under way of late, also if that were
	// 20,000 steps.
	journalMost   = 96 << 20
	journalRecent = 16 << 20
)

// The events of journal lines. An intent is written before a step is tried, an outcome after
// it ended, and a restoration after that ended.
const (
	JournalIntent   = "intent"
	JournalOutcome  = "outcome"
	JournalRestored = "restored"
)

// JournalLine is a line of the journal. Zero fields are omitted.
type JournalLine struct {
	Schema int       `json:"schema"`
	Event  string    `json:"event"`
	At     time.Time `json:"at"`
	// Plan identifies the removal, and Step is the index of the step in its plan.
	Plan string `json:"plan"`
	Step int    `json:"step"`

	// Fields of an intent.
	Action     string        `json:"action,omitempty"` // see wire.Actions
	Target     *wire.Target  `json:"target,omitempty"`
	For        *wire.Target  `json:"for,omitempty"`   // the target that it makes way for
	Image      model.ImageID `json:"image,omitempty"` // the target, or the image that it makes way for
	Name       string        `json:"name,omitempty"`
	References []string      `json:"references,omitempty"` // removed by the step
	Digests    []string      `json:"digests,omitempty"`    // digests of the image
	// Manifests are those of the image that were available, if it has several.
	Manifests []JournalManifest `json:"manifests,omitempty"`
	Prunes    []model.ImageID   `json:"prunes,omitempty"` // untagged parents removed with it
	// Size is the bytes of the thing or its platform, nil if nobody knew. Of what makes way it is
	// HolderSize, as earlier versions wrote the size of what it made way for. See Bytes.
	Size       *int64 `json:"size,omitempty"`
	HolderSize *int64 `json:"holder_size,omitempty"`

	Container string         `json:"container,omitempty"` // name and ID
	Rule      string         `json:"rule,omitempty"`      // such as "policy nightly"
	Again     string         `json:"again,omitempty"`     // how to get it back
	Source    string         `json:"source,omitempty"`    // source named in its labels
	Backup    string         `json:"backup,omitempty"`    // name of the backup that holds the image
	User      string         `json:"user,omitempty"`
	Engine    *JournalEngine `json:"engine,omitempty"`
	// Unplanned means that the plan did not list it: another step took it along, since another
	// client changed names. Its place follows those of the plan.
	Unplanned bool `json:"unplanned,omitempty"`

	// Fields of an outcome.
	State    string          `json:"state,omitempty"`
	Untagged []string        `json:"untagged,omitempty"`
	Deleted  []model.ImageID `json:"deleted,omitempty"`
	Why      string          `json:"why,omitempty"` // why it was not done
	// Resolved means that the outcome was determined later, because the program ended before it
	// could write one.
	Resolved bool `json:"resolved,omitempty"`

	// Fields of a restoration, in addition to State, User and Why.
	Tagged  []string `json:"tagged,omitempty"`
	Differs string   `json:"differs,omitempty"` // differences from the original
}

// In reports whether a step ended in the given state. A nil line is in no state.
func (l *JournalLine) In(state model.StepState) bool {
	return l != nil && l.State == wire.States().Of(state)
}

// Bytes returns the size of what an intent takes, or model.Unknown.
func (l *JournalLine) Bytes() int64 {
	size := l.Size
	if op, known := l.Op(); known && op.MakesWay() {
		size = l.HolderSize
	}
	if size == nil || *size < 0 {
		return model.Unknown
	}
	return *size
}

// SetBytes sets the size of what an intent takes, model.Unknown included, once the operation is set.
func (l *JournalLine) SetBytes(size int64) {
	l.Size, l.HolderSize = nil, nil
	if size < 0 {
		return
	}
	if op, known := l.Op(); known && op.MakesWay() {
		l.HolderSize = &size
		return
	}
	l.Size = &size
}

// JournalManifest is a manifest of an image.
type JournalManifest struct {
	Digest   string `json:"digest"`
	Kind     string `json:"kind"` // see wire.ManifestKinds
	Platform string `json:"platform,omitempty"`
}

// JournalManifests returns manifests as the journal has them.
func JournalManifests(all []model.Manifest) []JournalManifest {
	var told []JournalManifest
	for i := range all {
		m := &all[i]
		told = append(told, JournalManifest{m.Digest, wire.ManifestKinds().Of(m.Kind), m.Platform})
	}
	return told
}

// Available returns the manifests of an intent, cleaned.
func (l *JournalLine) Available() []model.Manifest {
	var all []model.Manifest
	for _, m := range l.Manifests {
		kind, _ := wire.ManifestKinds().Value(m.Kind) // one that this version does not know counts as another
		all = append(all, model.Manifest{Digest: model.Clean(m.Digest), Kind: kind, Platform: model.Clean(m.Platform), Available: true})
	}
	return all
}

// JournalEngine identifies the engine on which a step was executed.
type JournalEngine struct {
	Name string `json:"name"`
	Host string `json:"host"`
	ID   string `json:"id,omitempty"`
}

// Journal is the file that records removals. Several processes may append to it.
type Journal struct {
	path string
	size int64 // rotated from this size on
	most int64 // how many bytes are read, the newest
}

// OpenJournal returns the journal in a file, which need not exist. Rotated files are in the
// same folder; those of a file that is a link are beside what it leads to.
func OpenJournal(path string) *Journal { return &Journal{path, journalSize, journalMost} }

// Recent returns the journal with what was under way of late only, which is read fast however
// long the journal is.
func (j *Journal) Recent() *Journal { return &Journal{j.path, j.size, min(j.most, journalRecent)} }

// Append writes lines and syncs them to disk, together with all lines added before.
func (j *Journal) Append(lines ...JournalLine) error { return j.append(true, lines) }

// Add writes lines without waiting for the disk. They survive the end of this program, but
// survive a crash of the machine only after a later Append or Sync.
func (j *Journal) Add(lines ...JournalLine) error { return j.append(false, lines) }

// Sync syncs all added lines to disk.
func (j *Journal) Sync() error {
	file, err := files.OpenFlags(j.path, os.O_RDWR)
	if errors.Is(err, fs.ErrNotExist) {
		return nil // rotated, which happens only after a sync
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
	// If rotation fails, as on Windows while the file is open, the file keeps growing.
	rotated := j.rotate(lines[0].At)
	_, absent := os.Stat(j.path)
	file, err := files.OpenFlags(j.path, os.O_RDWR|os.O_CREATE|os.O_APPEND)
	if err != nil {
		return fmt.Errorf("write the journal: %w", err)
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	if err := appendWhole(file, text.Bytes(), sync); err != nil {
		return errors.Join(err, rotated)
	}
	if errors.Is(absent, fs.ErrNotExist) {
		if err := SyncFolder(filepath.Dir(linkTarget(j.path))); err != nil {
			return fmt.Errorf("write the journal: %w", err)
		}
	}
	return nil
}

// appendWhole appends all lines or none. A part of a line would be joined to the next one.
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
	if last[0] != '\n' { // a crash truncated the last line
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

// rotate renames a journal that has become too large and deletes rotated ones that are too old
// or too many.
func (j *Journal) rotate(now time.Time) error {
	info, err := os.Stat(j.path)
	if errors.Is(err, fs.ErrNotExist) || err == nil && info.Size() < j.size {
		return nil
	}
	if err == nil {
		err = j.Sync() // lines added but never synced
	}
	if err != nil {
		return fmt.Errorf("write the journal: %w", err)
	}
	old, err := j.rotated()
	if err != nil {
		return err
	}
	path := linkTarget(j.path)
	away := path + rotatedName(now, old)
	if err := os.Rename(path, away); err != nil {
		return fmt.Errorf("put the journal away: %w", err)
	}
	old = append(old, away)
	for i, path := range old { // oldest first
		info, err := os.Stat(path)
		if err == nil && (len(old)-i > journalFiles || now.Sub(info.ModTime()) > journalAge) {
			_ = os.Remove(path) // the next rotation tries again
		}
	}
	return nil
}

// rotatedLayout is the end of a rotated file's name.
const rotatedLayout = ".20060102T150405.000"

// rotatedName returns the end of the name of a file that is rotated now. It sorts behind those of
// the files that are there, even if the clock was set back, and replaces none.
func rotatedName(now time.Time, old []string) string {
	name := now.UTC().Format(rotatedLayout)
	if len(old) == 0 {
		return name
	}
	newest := old[len(old)-1]
	newest = newest[max(0, len(newest)-len(rotatedLayout)):]
	at, err := time.Parse(rotatedLayout, newest)
	if err != nil || name > newest {
		return name
	}
	return at.Add(time.Millisecond).Format(rotatedLayout)
}

// rotated returns the rotated files, oldest first. A file that became a link has some beside the
// link.
func (j *Journal) rotated() ([]string, error) {
	type rotatedFile struct{ path, at string }
	var all []rotatedFile
	for _, path := range slices.Compact([]string{j.path, linkTarget(j.path)}) {
		found, err := filepath.Glob(escapeMeta(path) + ".[0-9]*T*")
		if err != nil {
			return nil, fmt.Errorf("look for journals: %w", err)
		}
		for _, one := range found {
			all = append(all, rotatedFile{one, strings.TrimPrefix(one, path)})
		}
	}
	slices.SortStableFunc(all, func(a, b rotatedFile) int { return strings.Compare(a.at, b.at) })
	paths := make([]string, len(all))
	for i := range all {
		paths[i] = all[i].path
	}
	return paths, nil
}

// escapeMeta escapes a path for filepath.Match.
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
