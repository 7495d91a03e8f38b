package store

import (
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"

	"jettison/store/files"
)

const (
	// maxLastEngine is the size limit of the file, in bytes.
	maxLastEngine = 16 << 10
	// maxLastEngines is how many files are kept: those of the addresses that were used last.
	maxLastEngines = 16
)

// LastEngine is a file that says which engine was last at an address. It can be deleted at any time.
type LastEngine struct{ path, host string }

// lastEngineFile is what is in the file.
type lastEngineFile struct {
	Host   string `json:"host"`
	Engine string `json:"engine"`
}

// OpenLastEngine returns the file of an address, in a folder that need not exist.
func OpenLastEngine(folder, host string) *LastEngine {
	return &LastEngine{filepath.Join(folder, "at-"+engineName(host)+".json"), host}
}

// Load returns the engine; empty if there is none, or the file is of no use.
func (l *LastEngine) Load() string {
	file, err := files.Open(l.path)
	if err != nil {
		return ""
	}
	defer file.Close() //nolint:errcheck // only read
	var kept lastEngineFile
	if err := json.NewDecoder(io.LimitReader(file, maxLastEngine)).Decode(&kept); err != nil || kept.Host != l.host {
		return ""
	}
	return kept.Engine
}

// Save replaces the engine, unless it is the same. Only its owner can read the file.
func (l *LastEngine) Save(engine string) error {
	if l.Load() == engine {
		return nil
	}
	err := replaceFile(l.path, func(w io.Writer) error { return json.NewEncoder(w).Encode(lastEngineFile{l.host, engine}) })
	if err != nil {
		return fmt.Errorf("keep which engine is at %s: %w", l.host, err)
	}
	keepNewest(filepath.Join(filepath.Dir(l.path), "at-*.json"), maxLastEngines)
	return nil
}
