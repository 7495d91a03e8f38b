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
	"jettison/model/layers"
	"jettison/model/size"
)

const (
	// layersVersion is the version of the format. Files of other versions are ignored.
	layersVersion = 3
	// maxLayersFile is the size limit of the file, in bytes. Images that are no longer on the
	// engine are dropped first.
	maxLayersFile = 64 << 20
	// maxLine is the size limit of a line, in bytes.
	maxLine = 1 << 20
)

// Layers is a file that caches what is known about the layers of images. It can be deleted at
// any time. A damaged file is read as far as it makes sense, and then replaced.
//
// The file has lines of JSON: first the version, then one line for each image:
//
//	{"version":3}
//	{"id":"sha256:…","size":16,"chain":["sha256:…"],"files":[[0,12]],"record":[1,1],"content":5,"platforms":9,"unanchored":true,"tags":["app:1"],"tagged":1767225600000000000}
//
// Sizes are in bytes; a pair is the least and the greatest size.
//   - size: the size of the image
//   - chain: the chain IDs of the layers, base first
//   - files: the size of each layer's files
//   - record: the size of the image apart from its layers
//   - content: the same with the archives of the layers
//   - platforms: the size of other platforms at most, omitted if zero
//   - unanchored: omitted if false
//   - tagged: the Unix time of the last tag, in nanoseconds
type Layers struct {
	path string
	room int // size limit of the file, in bytes
}

// OpenLayers returns the cache in a folder for engines with the given storage driver. Neither
// folder nor file need exist.
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
	ID                model.ImageID    `json:"id"`
	Size              int64            `json:"size"`
	Chain             []layers.ChainID `json:"chain"`
	Files             []bounds         `json:"files,omitempty"`
	Record            bounds           `json:"record,omitzero"`
	Content           int64            `json:"content,omitzero"`
	OtherPlatforms    int64            `json:"platforms,omitzero"`
	MayLoseLayerFiles bool             `json:"unanchored,omitzero"`
	Tags              []string         `json:"tags,omitempty"`
	Tagged            int64            `json:"tagged,omitempty"`
}

// bounds is the least and the greatest size, in bytes.
type bounds [2]int64

func boundsOf(b size.Range) bounds { return bounds{b.Min, b.Max} }

func (b bounds) bytes() size.Range { return size.Range{Min: b[0], Max: b[1]} }

func (b bounds) sound() bool { return b[0] >= 0 && b[1] >= b[0] }

func (l *layersLine) facts() (model.LayerFacts, bool) {
	facts := model.LayerFacts{
		ID: l.ID, Chain: l.Chain, Record: l.Record.bytes(), Content: l.Content, OtherPlatforms: l.OtherPlatforms, Size: l.Size,
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
		ID: facts.ID, Size: facts.Size, Chain: facts.Chain, Record: boundsOf(facts.Record), Content: facts.Content, OtherPlatforms: facts.OtherPlatforms,
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

// Load passes on the cached facts, one image at a time. A missing file is no error, and lines
// that make no sense are skipped.
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

// Save stores facts, plus as many of the facts cached before as fit. It replaces the whole
// file.
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
	// Ignore unreadable contents, because they are replaced.
	_ = l.Load(func(facts model.LayerFacts) {
		if !written[facts.ID] {
			written[facts.ID] = true
			err = errors.Join(err, put(lineOf(&facts)))
		}
	})
	return errors.Join(err, buffer.Flush())
}
