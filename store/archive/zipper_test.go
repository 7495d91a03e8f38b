package archive

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/klauspost/compress/zstd"
)

// some are settings that make many parts of a few hundred kilobytes.
func some() settings {
	return settings{part: 64 << 10, every: 16 << 10, piece: 4 << 10, rest: 128 << 10}
}

// stretch generates data that compresses like texts, programs or pictures.
func stretch(random *rand.Rand, kind, size int) []byte {
	part := make([]byte, 0, size+32)
	for len(part) < size {
		switch kind {
		case 0:
			part = append(part, "a text, and "...)
		case 1:
			part = fmt.Appendf(part, "%016x program", random.Uint64())
		case 2:
			part = binary.LittleEndian.AppendUint64(part, random.Uint64())
		}
	}
	return part[:size]
}

// content joins stretches of all kinds.
func content(random *rand.Rand, stretches int) (all []byte) {
	for range stretches {
		all = append(all, stretch(random, random.IntN(3), random.IntN(400_000))...)
	}
	return all
}

// write writes content in chunks as a tar writer does.
func write(to io.Writer, random *rand.Rand, content []byte) error {
	for len(content) > 0 {
		n := 1 + random.IntN(min(len(content), 100_000))
		if _, err := to.Write(content[:n]); err != nil {
			return err
		}
		content = content[n:]
	}
	return nil
}

func TestZipperRoundTrip(t *testing.T) {
	t.Parallel()
	for seed := range uint64(10) {
		random := rand.New(rand.NewPCG(seed, 0))
		want := content(random, random.IntN(8))
		var zipped bytes.Buffer
		z, err := newZipper(&zipped, some())
		if err := errors.Join(err, write(z, random, want), z.Close()); err != nil {
			t.Fatal(err)
		}
		reader, err := zstd.NewReader(&zipped, zstd.WithDecoderMaxWindow(window))
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(reader)
		reader.Close()
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("seed %d: %d bytes came back as %d: %v", seed, len(want), len(got), err)
		}
	}
}

// Only data that compresses like programs is sometimes compressed harder.
func TestZipperLevels(t *testing.T) {
	t.Parallel()
	const texts, programs, pictures = 0, 1, 2
	z, err := newZipper(io.Discard, some())
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(1, 2))
	for i, step := range []struct {
		kind int
		hard bool
	}{
		{texts, false},
		{programs, true},
		{programs, false}, // it rests for two parts
		{programs, false},
		{programs, true},
		{texts, false},
		{texts, false},
		{pictures, false},
		{texts, false},
		{programs, true},
	} {
		z.next.plain = append(z.next.plain[:0], stretch(random, step.kind, z.settings.part)...)
		if hard := z.level() == z.hard; hard != step.hard {
			t.Errorf("part %d: hard is %t", i, hard)
		}
	}
}

// The hard level makes the file smaller, and zstd reads several frames as one file.
func TestZipperIsSmallerWhereItIsHard(t *testing.T) {
	t.Parallel()
	programs := stretch(rand.New(rand.NewPCG(1, 2)), 1, 1<<20)
	size := func(rest int) int {
		var zipped bytes.Buffer
		p := some()
		p.rest = rest
		z, err := newZipper(&zipped, p)
		if err := errors.Join(err, write(z, rand.New(rand.NewPCG(3, 4)), programs), z.Close()); err != nil {
			t.Fatal(err)
		}
		return zipped.Len()
	}
	if always, once := size(0), size(len(programs)); always >= once {
		t.Errorf("%d bytes compressed harder, %d compressed fast", always, once)
	}
}

var errNoSpace = errors.New("no space left on device")

// narrow is a disk with room for a number of bytes.
type narrow struct{ room int }

func (n *narrow) Write(p []byte) (int, error) {
	if n.room -= len(p); n.room < 0 {
		return 0, errNoSpace
	}
	return len(p), nil
}

// A full disk is noticed at whatever byte it occurs.
func TestZipperOnAFullDisk(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(5, 6))
	all := slices.Concat(content(random, 6), stretch(random, 1, 1<<20))
	for room := 0; room < 500_000; room += 60_000 {
		z, err := newZipper(&narrow{room}, some())
		if err != nil {
			t.Fatal(err)
		}
		err = write(z, random, all)
		if err == nil {
			err = z.Close()
		}
		if !errors.Is(err, errNoSpace) {
			t.Errorf("room for %d bytes: %v", room, err)
		}
		z.abort()
		if len(z.made) > 0 {
			t.Errorf("room for %d bytes: something is still compressed", room)
		}
	}
}
