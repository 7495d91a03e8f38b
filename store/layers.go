package store

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"time"

	"jettison/model"
)

const (
	// layersVersion is that of the format; a file of another one is not read.
	layersVersion = 2
	// maxLayersFile bounds the file in bytes; what would not fit is left out, that
	// of images which are not on the engine any more first.
	maxLayersFile = 64 << 20
	// maxLine bounds a line that is read, in bytes.
	maxLine = 1 << 20
)

// Layers remembers in a file what is known of the layers of images. The file
// can be deleted at any time; one that is damaged is read as far as it makes
// sense, and replaced.
//
// It is lines of JSON: first the version, then a line for each image:
//
//	{"version":2}
//	{"id":"sha256:…","size":16,"chain":["sha256:…"],"files":[[0,12]],"record":[1,1],"content":5,"unanchored":true,"tags":["app:1"],"tagged":1767225600000000000}
//
// size is the bytes of the image; chain are the chain IDs of the layers, base
// first; files the bytes of their files, at least and at most; record those of
// the image beside its layers, content the same with the archives of the
// layers; unanchored is left away when false; tagged the Unix time of the last tag in
// nanoseconds.
type Layers struct {
	path string
	room int // bytes that the file may have
}

// OpenLayers names the file in a folder for engines with a storage driver.
// Neither needs to exist.
func OpenLayers(folder, driver string) *Layers {
	name := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return '-'
	}, strings.ToLower(driver))
	return &Layers{path: filepath.Join(folder, "layers-"+name+".jsonl"), room: maxLayersFile}
}

type layersHeader struct {
	Version int `json:"version"`
}

type layersLine struct {
	ID                model.ImageID   `json:"id"`
	Size              int64           `json:"size"`
	Chain             []model.ChainID `json:"chain"`
	Files             []bounds        `json:"files,omitempty"`
	Record            bounds          `json:"record,omitzero"`
	Content           int64           `json:"content,omitzero"`
	MayLoseLayerFiles bool            `json:"unanchored,omitzero"`
	Tags              []string        `json:"tags,omitempty"`
	Tagged            int64           `json:"tagged,omitempty"`
}

// bounds are bytes, at least and at most.
type bounds [2]int64

func boundsOf(b model.Bytes) bounds { return bounds{b.Min, b.Max} }

func (b bounds) bytes() model.Bytes { return model.Bytes{Min: b[0], Max: b[1]} }

func (b bounds) sound() bool { return b[0] >= 0 && b[1] >= b[0] }

func (l *layersLine) facts() (model.LayerFacts, bool) {
	facts := model.LayerFacts{
		ID: l.ID, Chain: l.Chain, Record: l.Record.bytes(), Content: l.Content, Size: l.Size,
		MayLoseLayerFiles: l.MayLoseLayerFiles, Tags: l.Tags,
	}
	if l.Tagged > 0 {
		facts.LastTagged = time.Unix(0, l.Tagged)
	}
	if l.ID == "" || len(l.Files) > 0 && len(l.Files) != len(l.Chain) || !l.Record.sound() {
		return facts, false
	}
	for _, files := range l.Files {
		if !files.sound() {
			return facts, false
		}
		facts.Files = append(facts.Files, files.bytes())
	}
	return facts, true
}

func lineOf(facts *model.LayerFacts) *layersLine {
	line := &layersLine{
		ID: facts.ID, Size: facts.Size, Chain: facts.Chain, Record: boundsOf(facts.Record), Content: facts.Content,
		MayLoseLayerFiles: facts.MayLoseLayerFiles, Tags: facts.Tags,
	}
	for _, files := range facts.Files {
		line.Files = append(line.Files, boundsOf(files))
	}
	if !facts.LastTagged.IsZero() {
		line.Tagged = facts.LastTagged.UnixNano()
	}
	return line
}

// Load hands over what is remembered, image by image. A file that is not there
// is no error, and what makes no sense is skipped.
func (l *Layers) Load(each func(model.LayerFacts)) error {
	file, err := os.Open(l.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read what is remembered of layers: %w", err)
	}
	defer file.Close() //nolint:errcheck // only read
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, maxLine)
	var header layersHeader
	if !lines.Scan() || json.Unmarshal(lines.Bytes(), &header) != nil || header.Version != layersVersion {
		return nil
	}
	for lines.Scan() {
		var line layersLine
		if json.Unmarshal(lines.Bytes(), &line) != nil {
			continue
		}
		if facts, ok := line.facts(); ok {
			each(facts)
		}
	}
	return nil
}

// Save remembers facts, and of what was remembered before as much as there is
// room for. The file is replaced as a whole.
func (l *Layers) Save(all iter.Seq[model.LayerFacts]) error {
	if err := replaceFile(l.path, func(w io.Writer) error { return l.write(w, all) }); err != nil {
		return fmt.Errorf("remember layers: %w", err)
	}
	return nil
}

func (l *Layers) write(w io.Writer, all iter.Seq[model.LayerFacts]) error {
	room := l.room
	buffer := bufio.NewWriter(w)
	put := func(value any) error {
		text, err := json.Marshal(value)
		if err != nil {
			return err
		}
		if room -= len(text) + 1; room < 0 {
			return nil
		}
		_, err = buffer.Write(append(text, '\n'))
		return err
	}
	err := put(layersHeader{layersVersion})
	written := map[model.ImageID]bool{}
	for facts := range all {
		written[facts.ID] = true
		err = errors.Join(err, put(lineOf(&facts)))
	}
	// What can't be read any more is not worth an error: it is replaced.
	_ = l.Load(func(facts model.LayerFacts) {
		if !written[facts.ID] {
			written[facts.ID] = true
			err = errors.Join(err, put(lineOf(&facts)))
		}
	})
	return errors.Join(err, buffer.Flush())
}
