package cli

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"jettison/dockerx/sim"
	"jettison/model"
	"jettison/model/trend"
	"jettison/store"
)

// A sample has the figures of df and is stored in the file.
func TestSample(t *testing.T) {
	t.Parallel()
	b := newHarness(t, shop(), sim.Options{})
	r := b.run("sample")
	if r.code != CodeDone || r.out != "" || r.errs != "jettison: recorded 263 MB on the disk, 68 MB reclaimable, in 8 images\n" {
		t.Errorf("code %d, prints %q, says %q", r.code, r.out, r.errs)
	}
	var document struct {
		Kind     string
		Recorded bool
		Sample   struct {
			Size, Reclaimable int64
			Exact             bool
			Disk              struct{ Size, Free *int64 }
			Repositories      []struct {
				Repository   *string
				Images, Size int64
				Exact        bool
			}
		}
	}
	b.reads(&document, "sample", "--json")
	s := document.Sample
	if document.Kind != "sample" || !document.Recorded || s.Size != 263e6 || !s.Exact || s.Disk.Free != nil || len(s.Repositories) != 5 {
		t.Fatalf("the document is %+v", document)
	}
	// The base counts once, as does the image with two tags.
	if first := s.Repositories[0]; *first.Repository != "acme/api" || first.Images != 3 || first.Size != 193e6 || !first.Exact {
		t.Errorf("the largest is %+v", first)
	}
	var trends struct{ Samples []struct{ Size int64 } }
	b.reads(&trends, "trends", "--json")
	if len(trends.Samples) != 1 || trends.Samples[0].Size != 263e6 { // the last sample of an hour is kept
		t.Errorf("the trends have %+v", trends)
	}
	if r := b.run("sample", "acme"); r.code != CodeUsage {
		t.Errorf("with an argument: code %d", r.code)
	}
	r = b.run("sample", "--demo")
	if r.code != CodeDone || !strings.Contains(r.errs, "nothing was recorded") {
		t.Errorf("of the demo: code %d, says %q", r.code, r.errs)
	}
}

// If sizes can't be known exactly, a sample doesn't look exact.
func TestSampleElsewhere(t *testing.T) {
	t.Parallel()
	b := newHarness(t, shop(), sim.Options{Store: model.StoreContainerd})
	var document struct {
		Sample struct {
			Exact        bool
			Repositories []struct{ Exact bool }
		}
	}
	b.reads(&document, "sample", "--json")
	if document.Sample.Exact || document.Sample.Repositories[0].Exact {
		t.Errorf("the sample is %+v", document.Sample)
	}
	if got := b.succeeds("trends"); !strings.Contains(got, "≈ ") {
		t.Errorf("the trends say\n%s", got)
	}
}

// remember records daily samples of the bench's engine up to noon, and a removal before the
// second to last.
func (b *harness) remember(gigabytes ...float64) {
	b.t.Helper()
	samples := samplesOf(&flags{}, b.call.env)
	engine := trend.Engine{Name: "test", Host: "embedded", ID: "embedded"}
	for i, gb := range gigabytes {
		at := noon().Add(-time.Duration(len(gigabytes)-1-i) * day)
		s := trend.Sample{
			At: at, Engine: engine, Disk: trend.Disk{Size: 100e9, Free: 35e9},
			Images:       trend.Totals{Count: 8, Size: int64(gb * 1e9), Reclaimable: int64(gb / 2 * 1e9)},
			BuildCache:   trend.Totals{Count: model.Unknown, Size: model.Unknown, Reclaimable: model.Unknown},
			Repositories: []trend.Repository{{Name: "acme/api", Images: 3, Bytes: int64(gb / 4 * 1e9)}},
		}
		other := s
		other.Engine = trend.Engine{Name: "other", Host: "tcp://other:2375", ID: "other"}
		for _, one := range []trend.Sample{s, other} {
			if _, err := samples.Add(&one, 0); err != nil {
				b.t.Fatal(err)
			}
		}
	}
	line := store.JournalLine{
		Event: store.JournalIntent, At: noon().Add(-36 * time.Hour), Plan: "p", Action: "delete", Name: "acme/api:1", Size: new(int64(6e9)),
		Engine: &store.JournalEngine{Name: "test", Host: "elsewhere", ID: "embedded"},
	}
	ended := store.JournalLine{Event: store.JournalOutcome, At: line.At.Add(time.Minute), Plan: "p", State: "done"}
	if err := journalOf(&flags{}, b.call.env).Append(line, ended); err != nil {
		b.t.Fatal(err)
	}
}

func TestTrends(t *testing.T) {
	t.Parallel()
	b := newHarness(t, shop(), sim.Options{})
	b.engine.Stop() // no connection is needed
	b.remember(10, 11, 12, 13, 8, 9)
	got := b.succeeds("trends")
	for _, want := range []string{
		"9.0 GB on the disk, 4.5 GB reclaimable, of just now", "grows 7.0 GB a week while nothing is cleaned up",
		"35 GB free, full in 35 days, on 2026-12-06", "▼ 5.0 GB", "acme/api          3   2.3 GB   +1.8 GB",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
	var document struct {
		Kind         string
		Engine       struct{ Name, Host, ID string }
		Growth       struct{ PerWeek int64 }
		Full         struct{ Days int }
		Repositories []struct {
			Repository string
			PerWeek    int64
		}
		Removals []struct{ Removals, Images, AtMost, Fell int64 }
		Samples  []struct{ BuildCache struct{ Size *int64 } }
	}
	b.reads(&document, "trends", "--json")
	if document.Kind != "trends" || document.Engine.ID != "embedded" || document.Growth.PerWeek != 7e9 || document.Full.Days != 35 || len(document.Samples) != 6 ||
		document.Samples[0].BuildCache.Size != nil || len(document.Repositories) != 1 || document.Repositories[0].PerWeek != 1.75e9 {
		t.Errorf("the document is %+v", document)
	}
	if r := document.Removals; len(r) != 1 || r[0].Images != 1 || r[0].AtMost != 6e9 || r[0].Fell != 5e9 {
		t.Errorf("the removals are %+v", r)
	}
	text := b.succeeds("trends", "--csv", "--since", "2d")
	records, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil || len(records) != 4 || strings.Count(text, "\r\n") != 4 {
		t.Fatalf("%v in %q", err, text)
	}
	want := "2026-11-01T12:00:00Z,9000000000,4500000000,8,9000000000,4500000000,0,0,0,0,0,0,,,,100000000000,35000000000"
	if got := strings.Join(records[3], ","); got != want || len(records[0]) != len(records[3]) {
		t.Errorf("the last record is %q", got)
	}
}

func TestTrendsWithoutSamples(t *testing.T) {
	t.Parallel()
	b := newHarness(t, shop(), sim.Options{})
	r := b.run("trends")
	if r.code != CodeDone || r.out != "" || !strings.Contains(r.errs, "There are no samples of embedded. 'jettison sample' records one") {
		t.Errorf("code %d, prints %q, says %q", r.code, r.out, r.errs)
	}
	b.succeeds("sample")
	if r := b.run("trends"); !strings.Contains(r.errs, "Trends need samples of two days") || !strings.Contains(r.out, "263 MB on the disk") || !strings.Contains(r.out, "growth not known") {
		t.Errorf("prints %q, says %q", r.out, r.errs)
	}
	for _, args := range [][]string{{"trends", "--since", "soon"}, {"trends", "--json", "--csv"}, {"trends", "x"}} {
		if r := b.run(args...); r.code != CodeUsage || r.out != "" {
			t.Errorf("%q: code %d, prints %q", args, r.code, r.out)
		}
	}
}

// Unreadable lines are reported and skipped.
func TestCorruptSamples(t *testing.T) {
	t.Parallel()
	b := newHarness(t, shop(), sim.Options{})
	b.remember(10, 11, 12)
	folder, err := stateFolder(b.call.env)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(folder, "samples")
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte("\x1b[2J\n"+string(text)+string(text[:200])), 0o600); err != nil {
		t.Fatal(err)
	}
	r := b.run("trends")
	if r.code != CodeDone || !strings.Contains(r.out, "grows 7.0 GB a week") || !strings.Contains(r.errs, "passed over "+path+":1: ") || strings.ContainsRune(r.errs, '\x1b') {
		t.Errorf("code %d\n%s%q", r.code, r.out, r.errs)
	}
	if err := os.RemoveAll(path); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(path, 0o700); err != nil { // in place of the file
		t.Fatal(err)
	}
	for _, command := range []string{"sample", "trends"} {
		if r := b.run(command); r.code != CodeFailed || r.out != "" || !strings.Contains(r.errs, "samples") {
			t.Errorf("%s: code %d, says %q", command, r.code, r.errs)
		}
	}
}

// The screen records at most one sample an hour.
func TestScreenSamples(t *testing.T) {
	t.Parallel()
	b := newHarness(t, shop(), sim.Options{})
	f := &flags{}
	inv := shop().Inventory().WithEngine(model.Engine{Name: "test", Host: "embedded"})
	trends := trendsIn(f, b.call.env, "")
	for _, ago := range []time.Duration{2 * time.Hour, 90 * time.Minute, 0} {
		if err := trends.Record(inv, noon().Add(-ago)); err != nil {
			t.Fatal(err)
		}
	}
	history, err := trends.Load(inv.Engine)
	if err != nil || len(history.Samples) != 2 {
		t.Errorf("%d samples, %v", len(history.Samples), err)
	}
	demo := trendsIn(&flags{demo: true, seed: 1}, b.call.env, "")
	if demo.Record != nil || demo.Load != nil || !demo.IsDemo {
		t.Error("the demo's disk is nobody's")
	}
	first, second := demo.Demo(inv, noon()), demo.Demo(inv, noon())
	if !first.MadeUp || len(first.Samples) < 300 || len(first.Removals) < 3 || first.Samples[9].Images != second.Samples[9].Images {
		t.Errorf("the demo has %d samples and %d removals", len(first.Samples), len(first.Removals))
	}
	if newest := first.Samples[len(first.Samples)-1]; newest.Images.Size != inv.Usage.Images.Size {
		t.Errorf("its newest sample has %d bytes", newest.Images.Size)
	}
}
