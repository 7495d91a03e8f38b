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

	"jettison/model"
	"jettison/model/layers"
	"jettison/model/size"
	"jettison/store/files"
)

const (
	// layersVersion is the version of the format, and layersBefore the one before, which had
	// tag times too. Files of other versions are ignored.
	layersVersion, layersBefore = 4, 3
	// maxLayerFiles is how many files are kept: those of the engines that were used last.
	maxLayerFiles = 8
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
//	{"version":4}
//	{"id":"sha256:…","size":16,"chain":["sha256:…"],"files":[[0,12]],"record":[1,1],"content":5,"platforms":9,"unanchored":true,"present":["sha256:…"]}
//
// Sizes are in bytes; a pair is the least and the greatest size.
//   - size: the size of the image
//   - chain: the chain IDs of the layers, base first
//   - files: the size of each layer's files
//   - record: the size of the image apart from its layers
//   - content: the same with the archives of the layers
//   - platforms: the size of other platforms at most, omitted if zero
//   - unanchored: omitted if false
//   - present: the digests of the platforms that the store has, omitted if it does not tell
type Layers struct {
	path string
	room int // size limit of the file, in bytes
	// outdated is a file of the version before that other engines had in common; empty
	// for none.
	outdated string
}

// OpenLayers returns the cache in a folder for all engines with the given storage driver, or
// for the one with an ID if what is cached differs between them. Neither folder nor file need
// exist.
func OpenLayers(folder, driver, engine string) *Layers {
	name := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return '-'
	}, strings.ToLower(driver))
	shared := filepath.Join(folder, "layers-"+name+".jsonl")
	if engine == "" {
		return &Layers{path: shared, room: maxLayersFile}
	}
	return &Layers{path: filepath.Join(folder, "layers-"+name+"-"+engineName(engine)+".jsonl"), room: maxLayersFile, outdated: shared}
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
	Platforms         []string         `json:"present,omitempty"`
}

// bounds is the least and the greatest size, in bytes.
type bounds [2]int64

func boundsOf(b size.Range) bounds { return bounds{b.Min, b.Max} }

func (b bounds) bytes() size.Range { return size.Range{Min: b[0], Max: b[1]} }

func (b bounds) sound() bool { return b[0] >= 0 && b[1] >= b[0] }

func (l *layersLine) facts() (model.LayerFacts, bool) {
	facts := model.LayerFacts{
		ID: l.ID, Chain: l.Chain, Record: l.Record.bytes(), Content: l.Content, OtherPlatforms: l.OtherPlatforms, Size: l.Size,
		MayLoseLayerFiles: l.MayLoseLayerFiles, Platforms: l.Platforms,
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
		MayLoseLayerFiles: facts.MayLoseLayerFiles, Platforms: facts.Platforms,
	}
	for _, files := range facts.Files {
		line.Files = append(line.Files, boundsOf(files))
	}
	return line
}

// Load passes on the cached facts, one image at a time. A missing file is no error, and lines
// that make no sense are skipped.
func (l *Layers) Load(each func(model.LayerFacts)) error {
	file, err := files.Open(l.path)
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
	if !lines.Scan() || json.Unmarshal(lines.Bytes(), &header) != nil || header.Version != layersVersion && header.Version != layersBefore {
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
	l.dropOutdated()
	keepNewest(filepath.Join(filepath.Dir(l.path), "layers-*.jsonl"), maxLayerFiles)
	return nil
}

// dropOutdated deletes the file that engines had in common before each got its own.
func (l *Layers) dropOutdated() {
	file, err := files.Open(l.outdated)
	if err != nil {
		return
	}
	var header layersHeader
	line, _ := bufio.NewReader(io.LimitReader(file, maxLine)).ReadBytes('\n') // what can't be read has no version
	_ = file.Close()
	if json.Unmarshal(line, &header) == nil && header.Version == layersBefore {
		_ = os.Remove(l.outdated) // if it stays, it is not read
	}
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
