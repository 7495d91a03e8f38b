package diskspace_test

import (
	"os"
	"path/filepath"
	"testing"

	"jettison/cli/diskspace"
	"jettison/model"
)

func TestFreeAt(t *testing.T) {
	t.Parallel()
	there := t.TempDir()
	if free := diskspace.FreeAt(there); free <= 0 {
		t.Errorf("free %d", free)
	}
	if free := diskspace.FreeAt(filepath.Join(there, "not", "yet")); free <= 0 {
		t.Errorf("below a folder that is there: free %d", free)
	}
}

func TestFreeSpaceIsThatOfThisMachine(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	here, err := os.Hostname()
	if err != nil {
		t.Fatal(err)
	}
	const socket = "unix:///run/engine.sock"
	tests := []struct {
		name   string
		engine model.Engine
		root   string // configured
		known  bool
	}{
		{"configured", model.Engine{Host: socket}, folder, true},
		{"nobody says", model.Engine{Host: socket}, "", false},
		{"the engine says", model.Engine{Host: socket, Machine: here, Root: folder}, "", true},
		{"both say", model.Engine{Host: socket, Machine: here, Root: "/none"}, folder, true},
		{"a virtual machine says", model.Engine{Host: socket, Machine: here + "-vm", Root: folder}, "", false},
		{"gone", model.Engine{Host: socket}, folder + "/none", false},
		{"elsewhere", model.Engine{Host: "tcp://build-7:2375", Machine: here, Root: folder}, folder, false},
		{"demo", model.Engine{Machine: here, Root: folder}, folder, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := diskspace.FreeOf(tt.root)(tt.engine); (got > 0) != tt.known {
				t.Errorf("free %d, want it known: %v", got, tt.known)
			}
		})
	}
}
