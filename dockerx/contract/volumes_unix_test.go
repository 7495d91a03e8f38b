//go:build linux

package contract_test

import (
	"archive/tar"
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/moby/moby/client"
	"golang.org/x/sys/unix"

	"jettison/dockerx/transfer"
)

// fillVolume puts files of every sort into a volume. It returns a check that they are there again.
func fillVolume(t *testing.T, k *keeper, name string) func(*testing.T) {
	t.Helper()
	if !k.engine.Flavor.Real() {
		return fillSimulated(t, k, name)
	}
	found, err := k.api.VolumeInspect(t.Context(), name, client.VolumeInspectOptions{})
	must(t, err)
	root := found.Volume.Mountpoint
	makeTree(t, root)
	before := treeOf(t, root)
	return func(t *testing.T) {
		t.Helper()
		after := treeOf(t, root)
		for i := range max(len(before), len(after)) {
			was, is := "", ""
			if i < len(before) {
				was = before[i]
			}
			if i < len(after) {
				is = after[i]
			}
			if was != is {
				t.Errorf("\n%s was\n%s is", was, is)
			}
		}
	}
}

// makeTree makes files of every sort that the engine's archives have. They have neither sockets nor
// extended attributes but for capabilities, and whole seconds.
func makeTree(t *testing.T, root string) {
	t.Helper()
	in := func(name string) string { return filepath.Join(root, name) }
	long := strings.Repeat("long-", 40)
	for _, folder := range []string{"sub", "sub/deep", "sticky", long} {
		must(t, os.MkdirAll(in(folder), 0o755))
	}
	for i := range 1000 {
		must(t, os.WriteFile(in(fmt.Sprintf("sub/deep/%d", i)), fmt.Appendf(nil, "file %d", i), 0o640))
	}
	big := make([]byte, 9<<20) // more than a part of an archive
	for i := range big {
		big[i] = byte(i * i >> 7)
	}
	must(t, os.WriteFile(in("big"), big, 0o600))
	for _, name := range []string{"empty", "bad\xff\xfename", "new\nline", " spaces ", ".wh.whiteout", "é", filepath.Join(long, strings.Repeat("b", 200))} {
		must(t, os.WriteFile(in(name), nil, 0o644))
	}
	must(t, os.WriteFile(in("suid"), []byte("#!"), 0o755))
	must(t, os.Chown(in("suid"), 1234, 4321))
	must(t, os.Chmod(in("suid"), 0o755|fs.ModeSetuid|fs.ModeSetgid))
	must(t, os.Link(in("suid"), in("sub/hard")))
	must(t, os.WriteFile(in("capable"), []byte("#!"), 0o755))
	capability := []byte{1, 0, 0, 2, 0, 0x20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0} // cap_net_raw+ep
	must(t, unix.Setxattr(in("capable"), "security.capability", capability, 0))
	must(t, os.Symlink("suid", in("link")))
	must(t, os.Symlink("/nowhere/at all", in("absolute")))
	must(t, os.Symlink("../../../etc/passwd", in("sub/outside")))
	must(t, os.Lchown(in("link"), 7, 8))
	must(t, unix.Mkfifo(in("fifo"), 0o620))
	must(t, unix.Mknod(in("null"), unix.S_IFCHR|0o666, int(unix.Mkdev(1, 3))))
	sparse, err := os.Create(in("sparse"))
	must(t, err)
	_, err = sparse.WriteAt([]byte("in the middle"), 20<<20)
	must(t, err)
	must(t, sparse.Truncate(40<<20))
	must(t, sparse.Close())
	must(t, os.Chmod(in("sticky"), 0o777|fs.ModeSticky))
	must(t, os.Chown(in("sub"), 70, 70))
	old := time.Date(2001, 2, 3, 4, 5, 6, 0, time.UTC)
	for _, name := range []string{"empty", "sub/deep", "sub", "null"} {
		must(t, os.Chtimes(in(name), old, old))
	}
	must(t, os.Chown(root, 999, 998))
	must(t, os.Chmod(root, 0o750))
	must(t, os.Chtimes(root, old, old))
}

// treeOf describes each file below a folder, and the folder itself.
func treeOf(t *testing.T, root string) []string {
	t.Helper()
	var lines []string
	must(t, filepath.WalkDir(root, func(path string, _ fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := os.Lstat(path)
		if err != nil {
			return err
		}
		stat := info.Sys().(*syscall.Stat_t) //nolint:errcheck // so on Linux
		content := ""
		switch {
		case info.Mode().IsRegular():
			text, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			content = fmt.Sprintf("%d bytes %x", len(text), hashOf(text))
		case info.Mode()&fs.ModeSymlink != 0:
			content, err = os.Readlink(path)
		}
		capability := make([]byte, 64)
		n, _ := unix.Lgetxattr(path, "security.capability", capability)
		links := stat.Nlink
		if info.IsDir() {
			links = 0
		}
		lines = append(lines, fmt.Sprintf("%q %o %d:%d %d links %d dev %d cap %x %s",
			strings.TrimPrefix(path, root), stat.Mode, stat.Uid, stat.Gid, info.ModTime().Unix(), links, stat.Rdev, capability[:max(0, n)], content))
		return err
	}))
	slices.Sort(lines)
	return lines
}

func hashOf(text []byte) (sum uint64) {
	for _, b := range text {
		sum = sum*1099511628211 ^ uint64(b)
	}
	return sum
}

// fillSimulated puts a file into a volume of the embedded engine.
func fillSimulated(t *testing.T, k *keeper, name string) func(*testing.T) {
	t.Helper()
	var packed bytes.Buffer
	to := tar.NewWriter(&packed)
	must(t, to.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: "v/file", Mode: 0o600, Uid: 5, Size: 5}))
	_, err := to.Write([]byte("hello"))
	must(t, err)
	must(t, to.Close())
	id := k.mount("filler", name)
	_, err = k.api.CopyToContainer(t.Context(), id, client.CopyToContainerOptions{DestinationPath: "/", Content: &packed})
	must(t, err)
	_, err = k.api.ContainerRemove(t.Context(), id, client.ContainerRemoveOptions{})
	must(t, err)
	return func(t *testing.T) {
		t.Helper()
		saver := transfer.Saver{Client: k.client}
		must(t, saver.WithVolumes(t.Context(), func(save func(string, func(io.Reader) error) error) error {
			return save(name, func(from io.Reader) error {
				text, err := io.ReadAll(from)
				if !bytes.Contains(text, []byte("hello")) {
					t.Errorf("what came back is %q", text)
				}
				return err
			})
		}))
	}
}

// leaveHelpers leaves a helper behind as a program does that is killed.
func leaveHelpers(t *testing.T, k *keeper) {
	t.Helper()
	host, err := os.Hostname()
	must(t, err)
	var empty bytes.Buffer
	must(t, tar.NewWriter(&empty).Close())
	answer, err := k.api.ImageImport(t.Context(), client.ImageImportSource{Source: &empty, SourceName: "-"}, "jettison-helper:left",
		client.ImageImportOptions{Changes: []string{"LABEL io.jettison.helper=host-" + host}})
	must(t, err)
	_, err = io.Copy(io.Discard, answer)
	must(t, err)
	must(t, answer.Close())
	k.helper("jettison-helper-left", "jettison-helper:left", "data", "host-"+host)
}
