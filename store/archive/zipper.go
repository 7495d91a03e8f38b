package archive

import (
	"io"

	"github.com/klauspost/compress/zstd"
)

const (
	// window is how far back the compression looks, in bytes: the most that every zstd accepts
	// by default (RFC 8878, 3.1.1.1.2, recommends 8 MB).
	window = 8 << 20
	// workers is how many parts are compressed at a time while input keeps coming.
	workers = 2
)

// settings are how zipper divides its input into parts and how many of them it compresses
// harder.
// All values are bytes of input.
type settings struct {
	part  int // size of a part; each becomes a frame
	every int // a part is sampled once in so many bytes, to see whether the hard level pays
	piece int
	rest  int // bytes compressed fast after a hard part
}

// defaultSettings keep an archive as small as the zstd program makes it, on average: texts become
// smaller than that at the fast level and programs larger. Programs gain most from the hard
// level, which takes several times as long. Compressing parts independently costs a little
// size. The bar "backup" measures both.
// that know nothing of each other are a little larger. The bar "backup" measures both.
func defaultSettings() settings {
	return settings{part: 10 << 20, every: 1 << 20, piece: 32 << 10, rest: 40 << 20}
}

// Data that shrinks to a share between these is treated as programs.
const leastOfPrograms, mostOfPrograms = 0.3, 0.8

// zipper compresses to zstd in parts, several at the same time.
type zipper struct {
	to         io.Writer
	settings   settings
	fast, hard *zstd.Encoder
	rest       int     // bytes until a part may be compressed hard again
	samples    []byte  // samples of the current part
	next       *part   // collects input
	made       []*part // being compressed, in order
	spare      *part   // its memory is used for the next part
}

// part is a part of what is compressed.
type part struct {
	plain, zipped []byte
	done          chan struct{}
}

func newZipper(to io.Writer, p settings) (*zipper, error) {
	z := &zipper{to: to, settings: p, next: newPart(p)}
	var err error
	z.fast, err = zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedDefault), zstd.WithWindowSize(window), zstd.WithEncoderConcurrency(workers))
	if err != nil {
		return nil, err
	}
	z.hard, err = zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedBetterCompression), zstd.WithWindowSize(window), zstd.WithEncoderConcurrency(1))
	return z, err
}

// newPart allocates room even for incompressible data, which grows by a few bytes for each 128
// kB.
func newPart(p settings) *part {
	return &part{plain: make([]byte, 0, p.part), zipped: make([]byte, 0, p.part+p.part>>10+64)}
}

// Write implements io.Writer.
func (z *zipper) Write(p []byte) (written int, err error) {
	for len(p) > 0 {
		n := min(len(p), z.settings.part-len(z.next.plain))
		z.next.plain = append(z.next.plain, p[:n]...)
		written, p = written+n, p[n:]
		if len(z.next.plain) == z.settings.part {
			if err := z.compress(); err != nil {
				return written, err
			}
		}
	}
	return written, nil
}

// compress starts to compress the collected input and begins a new part.
func (z *zipper) compress() error {
	if len(z.made) == workers {
		if err := z.end(); err != nil {
			return err
		}
	}
	encoder, p := z.level(), z.next
	p.done = make(chan struct{})
	go func() {
		p.zipped = encoder.EncodeAll(p.plain, p.zipped[:0])
		close(p.done)
	}()
	z.made = append(z.made, p)
	z.next, z.spare = z.spare, nil
	if z.next == nil {
		z.next = newPart(z.settings)
	}
	z.next.plain = z.next.plain[:0]
	return nil
}

// level chooses the level for the collected input.
func (z *zipper) level() *zstd.Encoder {
	if z.rest > 0 {
		z.rest -= len(z.next.plain)
		return z.fast
	}
	z.samples = z.samples[:0]
	for at := 0; at < len(z.next.plain); at += z.settings.every {
		z.samples = append(z.samples, z.next.plain[at:min(at+z.settings.piece, len(z.next.plain))]...)
	}
	share := float64(len(z.fast.EncodeAll(z.samples, nil))) / float64(len(z.samples))
	if share < leastOfPrograms || share > mostOfPrograms {
		return z.fast
	}
	z.rest = z.settings.rest
	return z.hard
}

// end waits for the first of the running compressions and writes its part.
func (z *zipper) end() error {
	first := z.made[0]
	<-first.done
	z.made, z.spare = z.made[1:], first
	_, err := z.to.Write(first.zipped)
	return err
}

// Close compresses and writes the remaining input.
func (z *zipper) Close() error {
	if len(z.next.plain) > 0 {
		if err := z.compress(); err != nil {
			return err
		}
	}
	for len(z.made) > 0 {
		if err := z.end(); err != nil {
			return err
		}
	}
	return nil
}

// abort waits for the running compressions and discards their output.
func (z *zipper) abort() {
	for _, p := range z.made {
		<-p.done
	}
	z.made = nil
}
