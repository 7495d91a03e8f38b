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

// maxRepositoryBytes is the size limit of the repositories in a line, of which the largest are
// kept. With it a year of hourly samples takes less than 5 MB, whatever the names. It is
// enough for 150 repositories with usual names.
const maxRepositoryBytes = 7500

// sampleHead is the beginning of every line.
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

// sampleTotals is the number of things, their size and their unused size in bytes; -1 means
// unknown.
type sampleTotals [3]int64

// sampleLine is a line. It stores repositories as three lists, which are shorter than one
// object each.
type sampleLine struct {
	sampleHead
	Images     sampleTotals `json:"images"`
	Containers sampleTotals `json:"containers"`
	Volumes    sampleTotals `json:"volumes"`
	BuildCache sampleTotals `json:"buildCache"`
	About      bool         `json:"about,omitempty"`
	Disk       [2]int64     `json:"disk"` // total and free bytes; -1 means unknown

	Repositories []string `json:"repositories"`
	Counts       []int    `json:"counts"` // number of images in each repository
	Bytes        []int64  `json:"bytes"`  // size of each repository
	// Unlike lists the indexes of repositories whose size is approximate though the sample is
	// exact, or the reverse.
	Unlike []int `json:"unlike,omitempty"`
	// Others is the number of unnamed repositories, their images and their bytes.
	Others *[3]int64 `json:"others,omitempty"`
}

func lineTotals(t trend.Totals) sampleTotals { return sampleTotals{t.Count, t.Size, t.Reclaimable} }

func (t sampleTotals) totals() trend.Totals {
	known := func(n int64) int64 { return max(model.Unknown, n) }
	return trend.Totals{Count: known(t[0]), Size: known(t[1]), Reclaimable: known(t[2])}
}

// marshalSample encodes a sample as a line, including its end.
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
	encoder.SetEscapeHTML(false) // <none> stays short
	err = encoder.Encode(&line)
	return text.Bytes(), err
}

// fitting returns the sample with as many repositories as fit in a line.
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

// parseHead parses the head of a line, or says why it can't. It parses the whole line only if
// the head isn't where this program writes it.
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

// parseSample parses a line, or says why it can't.
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
