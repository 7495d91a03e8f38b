package archive

import (
	"io"

	"github.com/klauspost/compress/zstd"
)

const (
	// window is how far back the compression looks, in bytes: as much as every
	// zstd reads without being asked to (RFC 8878, 3.1.1.1.2, recommends 8 MB).
	window = 8 << 20

	// hardBytes are compressed harder, at a quarter of the speed, where probeBytes before
	// them say that it pays: programs gain most, a fifth of their size. At the fast level
	// they become larger than by the zstd program, and texts smaller. What shrinks to a
	// share between those is taken for programs. Then it is fast for restBytes.
	probeBytes, hardBytes, restBytes = 8 << 20, 10 << 20, 60 << 20
	leastOfPrograms, mostOfPrograms  = 0.3, 0.8
)

// zipper compresses to zstd, at two levels in turn. Each change begins a frame.
type zipper struct {
	to         io.Writer
	fast, hard *zstd.Encoder
	now        *zstd.Encoder
	read, left int64   // bytes since the last decision and until the next one
	written    counter // compressed
	before     int64   // written at the last decision
}

func newZipper(to io.Writer) (*zipper, error) {
	z := &zipper{left: probeBytes}
	z.to = io.MultiWriter(to, &z.written)
	var err error
	if z.fast, err = zstd.NewWriter(z.to, zstd.WithEncoderLevel(zstd.SpeedDefault), zstd.WithWindowSize(window)); err != nil {
		return nil, err
	}
	if z.hard, err = zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedBetterCompression), zstd.WithWindowSize(window)); err != nil {
		return nil, err
	}
	z.now = z.fast
	return z, nil
}

// Write implements io.Writer.
func (z *zipper) Write(p []byte) (written int, err error) {
	for len(p) > 0 {
		n, err := z.now.Write(p[:min(int64(len(p)), z.left)])
		written, p, z.read, z.left = written+n, p[n:], z.read+int64(n), z.left-int64(n)
		if err == nil && z.left == 0 {
			err = z.decide()
		}
		if err != nil {
			return written, err
		}
	}
	return written, nil
}

// decide chooses the level of what comes next.
func (z *zipper) decide() error {
	if z.now == z.hard {
		return z.change(z.fast, restBytes)
	}
	if err := z.fast.Flush(); err != nil {
		return err
	}
	share := float64(z.written.Load()-z.before) / float64(z.read)
	if share > leastOfPrograms && share < mostOfPrograms {
		return z.change(z.hard, hardBytes)
	}
	z.read, z.left, z.before = 0, probeBytes, z.written.Load()
	return nil
}

// change ends a frame and begins another.
func (z *zipper) change(to *zstd.Encoder, bytes int64) error {
	if err := z.now.Close(); err != nil {
		return err
	}
	to.Reset(z.to)
	z.now, z.read, z.left, z.before = to, 0, bytes, z.written.Load()
	return nil
}

// Close ends the last frame.
func (z *zipper) Close() error { return z.now.Close() }

// abort ends what the encoders do, without writing.
func (z *zipper) abort() {
	for _, e := range []*zstd.Encoder{z.fast, z.hard} {
		e.Reset(nil)
		_ = e.Close()
	}
}
