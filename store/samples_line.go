package store

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"jettison/model"
	"jettison/model/trend"
)

// maxRepositoryBytes bounds what a line says of repositories, the largest of which
// come first: so a year of hourly samples takes less than 5 MB, whatever names they
// have. It is enough for 150 with usual names.
const maxRepositoryBytes = 7500

// sampleHead is what every line begins with.
type sampleHead struct {
	Schema int          `json:"schema"`
	At     time.Time    `json:"at"`
	Engine sampleEngine `json:"engine"`

	text []byte // the whole line
}

type sampleEngine struct {
	Name string `json:"name"`
	Host string `json:"host"`
	ID   string `json:"id,omitempty"`
}

func (e sampleEngine) engine() trend.Engine {
	return trend.Engine{Name: model.Clean(e.Name), Host: model.Clean(e.Host), ID: model.Clean(e.ID)}
}

func (e sampleEngine) key() string { return e.engine().Key() }

// sampleTotals are the count, the bytes and those of them that nothing uses; -1 is
// not known.
type sampleTotals [3]int64

// sampleLine is a line. Of repositories it has three lists, which take less room than
// an object each.
type sampleLine struct {
	sampleHead
	Images     sampleTotals `json:"images"`
	Containers sampleTotals `json:"containers"`
	Volumes    sampleTotals `json:"volumes"`
	BuildCache sampleTotals `json:"buildCache"`
	About      bool         `json:"about,omitempty"`
	Disk       [2]int64     `json:"disk"` // its bytes, and those that are free; -1 is not known

	Repositories []string `json:"repositories"`
	Counts       []int    `json:"counts"` // of the images of each
	Bytes        []int64  `json:"bytes"`  // of each
	// Unlike are the repositories, by their place from 0, whose bytes are about though
	// the sample is not, or the other way round.
	Unlike []int `json:"unlike,omitempty"`
	// Others are how many repositories are not named, their images and bytes.
	Others *[3]int64 `json:"others,omitempty"`
}

func lineTotals(t trend.Totals) sampleTotals { return sampleTotals{t.Count, t.Size, t.Reclaimable} }

func (t sampleTotals) totals() trend.Totals {
	known := func(n int64) int64 { return max(model.Unknown, n) }
	return trend.Totals{Count: known(t[0]), Size: known(t[1]), Reclaimable: known(t[2])}
}

// marshalSample is the line of a sample, with its end.
func marshalSample(whole *trend.Sample) ([]byte, error) {
	s, err := fitting(whole)
	if err != nil {
		return nil, err
	}
	line := sampleLine{
		sampleHead: sampleHead{Schema: SamplesSchema, At: s.At.UTC().Truncate(time.Second), Engine: sampleEngine(s.Engine)},
		Images:     lineTotals(s.Images), Containers: lineTotals(s.Containers), Volumes: lineTotals(s.Volumes),
		BuildCache: lineTotals(s.BuildCache), About: s.About, Disk: [2]int64{s.Disk.Size, s.Disk.Free},
		Repositories: []string{}, Counts: []int{}, Bytes: []int64{},
	}
	for i := range s.Repositories {
		r := &s.Repositories[i]
		line.Repositories = append(line.Repositories, r.Name)
		line.Counts = append(line.Counts, r.Images)
		line.Bytes = append(line.Bytes, r.Bytes)
		if r.About != s.About {
			line.Unlike = append(line.Unlike, i)
		}
	}
	if s.Others.Repositories > 0 {
		line.Others = &[3]int64{int64(s.Others.Repositories), int64(s.Others.Images), s.Others.Bytes}
	}
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false) // <none> is short
	err = encoder.Encode(&line)
	return text.Bytes(), err
}

// fitting is the sample with as many repositories as a line has room for.
func fitting(s *trend.Sample) (trend.Sample, error) {
	room := maxRepositoryBytes
	for i := range s.Repositories {
		r := &s.Repositories[i]
		name, err := json.Marshal(r.Name)
		if err != nil {
			return trend.Sample{}, err
		}
		const commas = 4
		room -= len(name) + len(strconv.Itoa(r.Images)) + len(strconv.FormatInt(r.Bytes, 10)) + commas
		if r.About != s.About {
			room -= len(strconv.Itoa(i))
		}
		if room < 0 {
			return s.Bounded(i), nil
		}
	}
	return *s, nil
}

// parseHead reads the head of a line, or says why that can't be read. It looks at the
// rest only when the head is not where this program writes it.
func parseHead(text []byte) (head sampleHead, why string) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	into := map[string]any{"schema": &head.Schema, "at": &head.At, "engine": &head.Engine}
	token, err := decoder.Token()
	if err == nil && token != json.Delim('{') {
		return head, "it is no JSON object"
	}
	for err == nil && len(into) > 0 && decoder.More() {
		if token, err = decoder.Token(); err != nil {
			break
		}
		name, _ := token.(string)
		var value any = &json.RawMessage{}
		if wanted, ok := into[name]; ok {
			value = wanted
			delete(into, name)
		}
		err = decoder.Decode(value)
	}
	switch {
	case err != nil:
		return head, "it is no JSON object of a sample: " + err.Error()
	case head.Schema < 1 || head.At.IsZero() || head.Engine.key() == "":
		return head, "it does not say when and of which engine it is"
	}
	return head, ""
}

// parseSample reads a line, or says why it can't be read.
func parseSample(text []byte) (sample trend.Sample, why string) {
	var line sampleLine
	if err := json.Unmarshal(text, &line); err != nil {
		return sample, "it is no JSON object of a sample: " + err.Error()
	}
	switch {
	case line.Schema > SamplesSchema:
		return sample, fmt.Sprintf("a newer jettison wrote it: schema %d, this one reads up to %d", line.Schema, SamplesSchema)
	case len(line.Counts) != len(line.Repositories) || len(line.Bytes) != len(line.Repositories):
		return sample, "its lists of repositories are not of one length"
	}
	s := trend.Sample{
		At: line.At, Engine: line.Engine.engine(), Images: line.Images.totals(), Containers: line.Containers.totals(),
		Volumes: line.Volumes.totals(), BuildCache: line.BuildCache.totals(), About: line.About,
		Disk:         trend.Disk{Size: max(model.Unknown, line.Disk[0]), Free: max(model.Unknown, line.Disk[1])},
		Repositories: make([]trend.Repository, len(line.Repositories)),
	}
	for i, name := range line.Repositories {
		s.Repositories[i] = trend.Repository{Name: model.Clean(name), Images: max(0, line.Counts[i]), Bytes: max(0, line.Bytes[i]), About: line.About}
	}
	for _, i := range line.Unlike {
		if i >= 0 && i < len(s.Repositories) {
			s.Repositories[i].About = !line.About
		}
	}
	if o := line.Others; o != nil {
		s.Others = trend.Others{Repositories: int(max(0, o[0])), Images: int(max(0, o[1])), Bytes: max(0, o[2])}
	}
	return s, ""
}
