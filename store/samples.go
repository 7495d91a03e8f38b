package store

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"time"

	"jettison/model/trend"
	"jettison/store/files"
)

// SamplesSchema is the version of the lines that this program writes. It grows when a field is
// removed or changes its meaning.
const SamplesSchema = 1

// maxSamples is the size limit of the file, in bytes. It is enough for a dozen engines.
const maxSamples = 64 << 20

// writeBuffer is the size of the write buffer, in bytes.
const writeBuffer = 256 << 10

// Samples is a file with samples of engines' disk usage, one JSON object a line. Several
// processes may append to it. The first sample of a day thins the file.
type Samples struct{ path string }

// OpenSamples returns the samples in a file, which need not exist.
func OpenSamples(path string) *Samples { return &Samples{path} }

// Add writes a sample, unless there is one of the same engine that is less than apart older.
// It reports whether it did.
func (s *Samples) Add(sample *trend.Sample, apart time.Duration) (added bool, err error) {
	line, err := marshalSample(sample)
	if err != nil {
		return false, fmt.Errorf("write the samples: %w", err)
	}
	unlock, err := lockFile(s.path)
	if err != nil {
		return false, fmt.Errorf("write the samples: %w", err)
	}
	defer func() { err = errors.Join(err, unlock()) }()
	if apart > 0 {
		lines, err := s.heads()
		if err != nil {
			return false, err
		}
		for i := range lines {
			if age := sample.At.Sub(lines[i].At); lines[i].Engine.key() == sample.Engine.Key() && age >= 0 && age < apart {
				return false, nil
			}
		}
	}
	if err := s.append(line, sample); err != nil {
		return false, fmt.Errorf("write the samples: %w", err)
	}
	return true, nil
}

// append appends a line or, when thinning is due, rewrites the file. It doesn't sync, because
// losing a sample in a crash is acceptable.
func (s *Samples) append(line []byte, sample *trend.Sample) (err error) {
	last, size, err := s.end()
	if err != nil {
		return err
	}
	if size > 0 && !lastHead(last).sameDay(sample) {
		return s.thin(line, sample.At)
	}
	if size > 0 && last[len(last)-1] != '\n' { // a crash truncated the last line
		line = append([]byte{'\n'}, line...)
	}
	file, err := files.OpenFlags(s.path, os.O_WRONLY|os.O_CREATE|os.O_APPEND)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	if _, err = file.Write(line); err != nil {
		return errors.Join(err, file.Truncate(size)) // a partial line would be joined to the next one
	}
	return nil
}

// end returns the end of the file and the file's size. The end includes the whole last line,
// up to the size limit of a line. A missing file has size zero.
func (s *Samples) end() (end []byte, size int64, err error) {
	file, err := files.Open(s.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, 0, nil
	}
	if err != nil {
		return nil, 0, err
	}
	defer file.Close() //nolint:errcheck // only read
	info, err := file.Stat()
	if err != nil {
		return nil, 0, err
	}
	size = info.Size()
	end = make([]byte, min(size, 2*maxRepositoryBytes))
	if _, err := file.ReadAt(end, size-int64(len(end))); err != nil {
		return nil, 0, err
	}
	return end, size, nil
}

// lastHead returns the head of the last line, or the zero value if there is none.
func lastHead(text []byte) sampleHead {
	line := bytes.TrimRight(text, "\r\n")
	if start := bytes.LastIndexByte(line, '\n'); start >= 0 {
		line = line[start+1:]
	}
	head, _ := parseHead(line)
	return head
}

// sameDay reports whether a sample can be appended after the line without thinning: both are
// of the same UTC day, and not of the same hour and engine.
func (h sampleHead) sameDay(sample *trend.Sample) bool {
	if h.At.UTC().Truncate(24*time.Hour) != sample.At.UTC().Truncate(24*time.Hour) {
		return false
	}
	return h.Engine.key() != sample.Engine.Key() || !h.At.Truncate(time.Hour).Equal(sample.At.Truncate(time.Hour))
}

// thin rewrites the file with one more line and without those that trend.Thin drops. It also
// drops lines without a readable time and engine.
func (s *Samples) thin(line []byte, now time.Time) error {
	lines, err := s.heads()
	if err != nil {
		return err
	}
	head, _ := parseHead(line)
	head.text = line
	lines = append(lines, head)
	places := map[string][]int{} // indexes of the lines of each engine
	for i := range lines {
		key := lines[i].Engine.key()
		places[key] = append(places[key], i)
	}
	stays := make([]bool, len(lines))
	for _, of := range places {
		slices.SortStableFunc(of, func(a, b int) int { return lines[a].At.Compare(lines[b].At) })
		at := make([]time.Time, len(of))
		for n, i := range of {
			at[n] = lines[i].At
		}
		for n, keep := range trend.Thin(at, now) {
			stays[of[n]] = keep
		}
	}
	return replaceFile(s.path, func(w io.Writer) error {
		buffered := bufio.NewWriterSize(w, writeBuffer)
		for i := range lines {
			if stays[i] { // Flush returns the error
				_, _ = buffered.Write(bytes.TrimRight(lines[i].text, "\r\n"))
				_ = buffered.WriteByte('\n')
			}
		}
		return buffered.Flush()
	})
}

// heads returns the heads of all lines that have one.
func (s *Samples) heads() ([]sampleHead, error) {
	var heads []sampleHead
	err := s.each(func(_ int, text []byte) {
		if head, why := parseHead(text); why == "" {
			head.text = text
			heads = append(heads, head)
		}
	})
	return heads, err
}

// Load returns the samples of the engines that belong accepts, oldest first. Lines that can't
// be read, and lines of a newer program, are passed to bad and skipped.
func (s *Samples) Load(belongs func(trend.Engine) bool, bad func(BadLine)) ([]trend.Sample, error) {
	var samples []trend.Sample
	err := s.each(func(n int, text []byte) {
		head, why := parseHead(text)
		if why == "" && !belongs(head.Engine.engine()) {
			return
		}
		var sample trend.Sample
		if why == "" {
			sample, why = parseSample(text)
		}
		if why != "" {
			bad(BadLine{s.path, n, why})
			return
		}
		samples = append(samples, sample)
	})
	slices.SortStableFunc(samples, func(a, b trend.Sample) int { return a.At.Compare(b.At) })
	return samples, err
}

// Newest returns the engine of the newest sample among those that belong accepts. ok is false
// if there is none.
func (s *Samples) Newest(belongs func(trend.Engine) bool) (newest trend.Engine, ok bool, err error) {
	heads, err := s.heads()
	var at time.Time
	for i := range heads {
		if engine := heads[i].Engine.engine(); belongs(engine) && !heads[i].At.Before(at) {
			newest, at, ok = engine, heads[i].At, true
		}
	}
	return newest, ok, err
}

// each calls visit for every nonempty line with its number, from 1. A missing file has no
// lines.
func (s *Samples) each(visit func(n int, text []byte)) error {
	text, err := files.Read(s.path, maxSamples)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if _, ok := errors.AsType[*files.TooLargeError](err); ok {
		err = fmt.Errorf("%w; move it away", err)
	}
	if err != nil {
		return fmt.Errorf("read the samples: %w", err)
	}
	n := 0
	for line := range bytes.Lines(text) {
		n++
		if line = bytes.TrimRight(line, "\r\n"); len(line) > 0 {
			visit(n, line)
		}
	}
	return nil
}
