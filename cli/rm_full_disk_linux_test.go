package cli

import (
	"archive/tar"
	"bytes"
	"crypto/rand"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/opencontainers/go-digest"
	"golang.org/x/sys/unix"

	"jettison/dockerx/sim"
	"jettison/model/modeltest"
	"jettison/store"
	"jettison/store/archive"
)

// disk is a small file system for one test.
type disk struct {
	t      *testing.T
	folder string
}

// newDisk mounts a disk. size is in the format of mount(8).
func newDisk(t *testing.T, size string) *disk {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("only root mounts file systems")
	}
	folder := t.TempDir()
	if err := unix.Mount("tmpfs", folder, "tmpfs", 0, "mode=0700,size="+size); err != nil {
		t.Skipf("mount a file system: %v", err)
	}
	t.Cleanup(func() {
		if err := unix.Unmount(folder, unix.MNT_DETACH); err != nil {
			t.Errorf("unmount: %v", err)
		}
	})
	return &disk{t, folder}
}

func (d *disk) filler() string { return filepath.Join(d.folder, "filler") }

// fill fills the disk completely.
func (d *disk) fill() {
	file, err := os.Create(d.filler())
	if err != nil {
		d.t.Error(err)
		return
	}
	defer file.Close() //nolint:errcheck // only the full disk matters
	for part := make([]byte, 64<<10); len(part) > 0; {
		if _, err := file.Write(part); err != nil {
			part = part[:len(part)/2]
		}
	}
}

// free undoes fill.
func (d *disk) free() {
	if err := os.Remove(d.filler()); err != nil {
		d.t.Error(err)
	}
}

// meanwhile calls do while the engine delays an answer.
func (b *harness) meanwhile(fault sim.Fault, do func()) {
	b.t.Helper()
	fault.Kind = sim.FaultHang
	hanging := b.engine.Inject(fault)
	done := make(chan struct{})
	go func() {
		defer close(done)
		for hanging.Hits() == 0 && b.t.Context().Err() == nil {
			<-tick(b.t.Context())
		}
		do()
		hanging.Release()
	}()
	b.t.Cleanup(func() { <-done })
}

// tinyImages has images of a few bytes each.
func tinyImages() *modeltest.World {
	w := modeltest.New(7, noon())
	for _, tag := range []string{"crate:1", "crate:2", "crate:3", "crate:4", "box:1", "box:2", "bag:1", "bag:2"} {
		w.Build(modeltest.Recipe{Tags: []string{tag}, Add: []modeltest.Instruction{modeltest.Run("COPY app /app", 1000)}})
	}
	return w
}

// benchOn returns a bench that keeps its state on a disk.
func benchOn(d *disk) *harness {
	b := newHarness(d.t, tinyImages(), sim.Options{})
	b.call.env = homeAt(d.folder)
	return b
}

func (d *disk) path(name string) string { return filepath.Join(d.folder, "jettison", name) }

// checkNothingHappened checks that nothing was removed and that no part of a backup remains.
func (d *disk) checkNothingHappened(b *harness, r ran, why string) {
	d.t.Helper()
	if r.code != CodeFailed || !strings.Contains(r.errs, why) || !strings.Contains(r.errs, "nothing was removed") {
		d.t.Errorf("code %d\n%s", r.code, r.errs)
	}
	b.wants(nil, []string{"crate:1", "crate:2", "crate:3", "crate:4"})
	if left, err := os.ReadDir(d.path("backups")); len(left) > 0 || err != nil && !errors.Is(err, os.ErrNotExist) {
		d.t.Errorf("left are %v, %v", left, err)
	}
	if text, err := os.ReadFile(d.path("journal")); len(text) > 0 || err != nil && !errors.Is(err, os.ErrNotExist) {
		d.t.Errorf("the journal has %q, %v", text, err)
	}
}

func TestBackupThatWouldNotFit(t *testing.T) {
	t.Parallel()
	d := newDisk(t, "1m")
	b := benchOn(d)
	d.checkNothingHappened(b, b.run("rm", "--yes", "--backup", "repo:crate"), "the backup may need")
}

// The check of free space can't foresee what other programs write.
func TestBackupOnADiskThatFills(t *testing.T) {
	t.Parallel()
	for skip := range 4 {
		d := newDisk(t, "24m")
		b := benchOn(d)
		b.meanwhile(sim.Fault{Match: sim.Match{Method: "GET", Path: "/images/get"}, Skip: skip}, d.fill)
		d.checkNothingHappened(b, b.run("rm", "--yes", "--backup", "repo:crate"), "no space left on device")
		d.free()
		b.succeeds("rm", "--yes", "--backup", "repo:crate")
		b.succeeds("restore", "last")
	}
}

// Nothing remains either if the disk fills in the middle of a blob, whether the blob is
// written directly or first to a temporary file to compute its digest.
func TestBlobThatDoesNotFit(t *testing.T) {
	t.Parallel()
	content := make([]byte, 64<<20) // far more than one compression buffer
	_, _ = rand.Read(content)       // never fails
	for _, name := range []string{"blobs/sha256/" + digest.FromBytes(content).Encoded(), "1/layer.tar"} {
		d := newDisk(t, "4m")
		w, err := archive.Create(d.folder, "one", "", noon())
		if err != nil {
			t.Fatal(err)
		}
		err = w.Add([]archive.Image{{ID: "sha256:one"}}, tarOf(t, name, content))
		if !errors.Is(err, unix.ENOSPC) {
			t.Errorf("%s: it was taken in: %v", name, err)
		}
		w.Abort()
		if left, err := os.ReadDir(d.folder); err != nil || len(left) > 0 {
			t.Errorf("%s: left are %v, %v", name, left, err)
		}
	}
}

// tarOf is a tar archive with one file.
func tarOf(t *testing.T, name string, content []byte) io.Reader {
	t.Helper()
	var buffer bytes.Buffer
	to := tar.NewWriter(&buffer)
	err := to.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: name, Size: int64(len(content)), Mode: 0o644})
	if err == nil {
		_, err = to.Write(content)
	}
	if err := errors.Join(err, to.Close()); err != nil {
		t.Fatal(err)
	}
	return &buffer
}

// lines counts the readable lines of a rule in the journal. It fails on any other line.
func (d *disk) lines(rule string) (intents, outcomes int) {
	d.t.Helper()
	plans := map[string]bool{}
	err := store.OpenJournal(d.path("journal")).Read(func(line store.JournalLine) {
		switch {
		case line.Event == store.JournalIntent && line.Rule == rule:
			plans[line.Plan] = true
			intents++
		case line.Event == store.JournalOutcome && plans[line.Plan]:
			outcomes++
		}
	}, func(bad store.BadLine) { d.t.Errorf("it has a bad line: %+v", bad) })
	if err != nil {
		d.t.Error(err)
	}
	return intents, outcomes
}

// A disk without room for the journal is reported once and doesn't stop a removal. Lines that
// could not be written are written once there is room, and no line is truncated.
func TestJournalOnAFullDisk(t *testing.T) {
	t.Parallel()
	const told = "The journal does not record all of this"
	// The line is longer than the free part of the file's last block plus the space of a
	// released lock; only a part of it would fit.
	long := strings.Repeat(" or tag:none", 2000)
	d := newDisk(t, "1m")
	b := benchOn(d)
	var read atomic.Int64
	b.call.now = func() time.Time { // write outcomes immediately
		return noon().Add(time.Duration(read.Add(1)) * time.Second)
	}
	b.succeeds("rm", "--yes", "repo:box")
	before, err := os.ReadFile(d.path("journal"))
	if err != nil {
		t.Fatal(err)
	}
	d.fill()
	r := b.run("rm", "--yes", "--jobs=1", "ref:bag:1"+long)
	if r.code != CodeDone || strings.Count(r.errs, told) != 1 || !strings.Contains(r.errs, "no space left on device") || b.has("bag:1") {
		t.Errorf("code %d\n%s", r.code, r.errs)
	}
	if after, err := os.ReadFile(d.path("journal")); err != nil || !whole(after) || !bytes.HasPrefix(after, before) {
		t.Errorf("the journal was\n%s\nand is\n%s, %v", before, after, err)
	}
	// Space is freed while the removal runs.
	b.meanwhile(sim.Fault{Match: sim.Match{Method: "DELETE"}, Skip: 2}, d.free)
	r = b.run("rm", "--yes", "--jobs=1", "repo:crate"+long)
	if r.code != CodeDone || strings.Count(r.errs, told) != 1 {
		t.Errorf("code %d\n%s", r.code, r.errs)
	}
	b.wants([]string{"crate:1", "crate:2", "crate:3", "crate:4"}, []string{"bag:2"})
	if intents, outcomes := d.lines("rm repo:crate" + long); intents != 4 || outcomes != 4 {
		t.Errorf("the journal has %d intents, %d outcomes", intents, outcomes)
	}
	b.succeeds("rm", "--yes", "ref:bag:2")
	if intents, outcomes := d.lines("rm ref:bag:2"); intents != 1 || outcomes != 1 {
		t.Errorf("the journal has %d intents, %d outcomes", intents, outcomes)
	}
}

// whole reports whether a text is empty or ends with a complete line.
func whole(text []byte) bool { return len(text) == 0 || text[len(text)-1] == '\n' }
