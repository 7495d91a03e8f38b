package store_test

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"jettison/model"
	"jettison/model/trend"
	"jettison/store"
)

var sampled = time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)

// sampleOf returns a sample with the given number of repositories.
func sampleOf(at time.Time, repositories int) *trend.Sample {
	totals := trend.Totals{Count: 240, Size: 64_123_456_789, Reclaimable: 36_123_456_789}
	s := &trend.Sample{
		At: at, Engine: trend.Engine{Name: "build", Host: "unix:///var/run/docker.sock", ID: "6a1cb4a8-7f4e-4b0e-9d2e-0f6cb3a1c9f0"},
		Images: totals, Containers: totals, Volumes: totals, BuildCache: trend.Totals{Count: model.Unknown, Size: model.Unknown, Reclaimable: model.Unknown},
		Disk: trend.Disk{Size: 500_123_456_789, Free: 70_123_456_789}, Repositories: []trend.Repository{},
	}
	for i := range repositories {
		s.Repositories = append(s.Repositories, trend.Repository{
			Name: fmt.Sprintf("registry.local:5000/acme/service-%d", i), Images: 12, Bytes: 9_876_543_210 - int64(i), About: i%50 == 3,
		})
	}
	return s
}

func every(trend.Engine) bool { return true }

// loads reads all samples and checks the number of bad lines.
func loads(t *testing.T, s *store.Samples, bad int) []trend.Sample {
	t.Helper()
	var skipped []store.BadLine
	samples, err := s.Load(every, func(line store.BadLine) { skipped = append(skipped, line) })
	if err != nil || len(skipped) != bad {
		t.Fatalf("%v, passed over %+v", err, skipped)
	}
	return samples
}

func TestSamplesComeBack(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "state", "samples")
	samples := store.OpenSamples(path)
	if got := loads(t, samples, 0); len(got) != 0 {
		t.Errorf("without a file there are %d", len(got))
	}
	first, second := sampleOf(sampled, 100), sampleOf(sampled.Add(time.Hour), 0)
	second.About, second.Engine.ID, second.Disk = true, "", trend.UnknownDisk()
	for _, s := range []*trend.Sample{first, second} {
		if added, err := samples.Add(s, 0); !added || err != nil {
			t.Fatal(added, err)
		}
	}
	got := loads(t, samples, 0)
	if len(got) != 2 || !reflect.DeepEqual(got[0], *first) || !reflect.DeepEqual(got[1], *second) {
		t.Errorf("it has %+v", got)
	}
	newest, ok, err := samples.Newest(func(e trend.Engine) bool { return e.Host == first.Engine.Host })
	if !ok || err != nil || newest != second.Engine {
		t.Errorf("the newest is of %+v, %v, %v", newest, ok, err)
	}
	if info, err := os.Stat(path); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("its mode is %v, %v", info.Mode(), err)
	}
}

// The screen adds a sample only if there is none from the last hour.
func TestSamplesApart(t *testing.T) {
	t.Parallel()
	samples := store.OpenSamples(filepath.Join(t.TempDir(), "samples"))
	other := sampleOf(sampled.Add(10*time.Minute), 1)
	other.Engine.ID = "another"
	for i, tt := range []struct {
		sample *trend.Sample
		want   bool
	}{
		{sampleOf(sampled, 1), true},
		{sampleOf(sampled.Add(59*time.Minute), 1), false},
		{other, true},
		{sampleOf(sampled.Add(time.Hour), 1), true},
	} {
		if added, err := samples.Add(tt.sample, time.Hour); added != tt.want || err != nil {
			t.Errorf("%d: added %v, %v", i, added, err)
		}
	}
}

// A year of hourly samples takes less than 5 MB, even with long names.
func TestAYearOfSamples(t *testing.T) {
	t.Parallel()
	for name, prefix := range map[string]string{"usual": "", "long": strings.Repeat("long", 50)} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "samples")
			samples := store.OpenSamples(path)
			largest := int64(0)
			const hours = 365 * 24
			for hour := range hours {
				if hour < hours-9*24 && hour%6 != 5 {
					continue // thinning drops them anyway; writing them is slow
				}
				s := sampleOf(sampled.Add(time.Duration(hour)*time.Hour), 120)
				for i := range s.Repositories {
					s.Repositories[i].Name = prefix + s.Repositories[i].Name
				}
				if _, err := samples.Add(s, 0); err != nil {
					t.Fatal(err)
				}
				if hour%24 == 23 {
					info, err := os.Stat(path)
					if err != nil {
						t.Fatal(err)
					}
					largest = max(largest, info.Size())
				}
			}
			got := loads(t, samples, 0)
			t.Logf("%.2f MB of %d samples", float64(largest)/1e6, len(got))
			if largest >= 5e6 {
				t.Errorf("it takes %d bytes", largest)
			}
			if newest := sampled.Add((hours - 1) * time.Hour); len(got) < 500 || !got[len(got)-1].At.Equal(newest) || got[0].At.After(sampled.Add(24*time.Hour)) {
				t.Errorf("%d samples from %v", len(got), got[0].At)
			}
			if named := len(got[0].Repositories) + got[0].Others.Repositories; named != 120 || got[0].Others.Images != 12*got[0].Others.Repositories {
				t.Errorf("%d repositories, not named: %+v", named, got[0].Others)
			}
		})
	}
}

// Samples taken every minute are thinned to one an hour.
func TestSamplesOfEveryMinute(t *testing.T) {
	t.Parallel()
	samples := store.OpenSamples(filepath.Join(t.TempDir(), "samples"))
	for minute := range 180 {
		if _, err := samples.Add(sampleOf(sampled.Add(time.Duration(minute)*time.Minute), 2), 0); err != nil {
			t.Fatal(err)
		}
	}
	got := loads(t, samples, 0)
	if len(got) != 3 || !got[2].At.Equal(sampled.Add(179*time.Minute)) {
		t.Errorf("%d samples are left", len(got))
	}
}

// Bad lines are reported and skipped, and don't prevent writing.
func TestBadSamples(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "samples")
	samples := store.OpenSamples(path)
	if _, err := samples.Add(sampleOf(sampled, 2), 0); err != nil {
		t.Fatal(err)
	}
	good, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	newer := strings.Replace(string(good), `"schema":1`, `"schema":2`, 1)
	text := "what?\n[]\n{}\n\n" + string(good) + newer + strings.Replace(string(good), `"counts":[12,`, `"counts":[`, 1) + string(good[:len(good)/2])
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := loads(t, samples, 6); len(got) != 1 {
		t.Errorf("%d samples are left", len(got))
	}
	// Another hour of the same day is appended after the truncated line.
	if _, err := samples.Add(sampleOf(sampled.Add(2*time.Hour), 2), 0); err != nil {
		t.Fatal(err)
	}
	if got := loads(t, samples, 6); len(got) != 2 {
		t.Errorf("%d samples are left", len(got))
	}
	// On the next day the file is rewritten.
	if _, err := samples.Add(sampleOf(sampled.Add(26*time.Hour), 2), 0); err != nil {
		t.Fatal(err)
	}
	got := loads(t, samples, 1) // one line still has lists of different lengths
	if len(got) != 2 || !got[1].At.Equal(sampled.Add(26*time.Hour)) {
		t.Errorf("%d samples are left", len(got))
	}
}

func TestSamplesOfSeveralProcesses(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "samples")
	var all sync.WaitGroup
	const writers, each = 4, 24
	for writer := range writers {
		all.Go(func() {
			samples := store.OpenSamples(path)
			for hour := range each {
				s := sampleOf(sampled.Add(time.Duration(hour)*time.Hour), 3)
				s.Engine.ID = fmt.Sprint(writer)
				if _, err := samples.Add(s, 0); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	if got := loads(t, store.OpenSamples(path), 0); len(got) != writers*each {
		t.Errorf("%d samples are left", len(got))
	}
}

// A year of kept samples is read within a few frames.
func BenchmarkLoadAYear(b *testing.B) {
	path := filepath.Join(b.TempDir(), "samples")
	samples := store.OpenSamples(path)
	for n := range 540 {
		if _, err := samples.Add(sampleOf(sampled.Add(time.Duration(n)*time.Hour), 120), 0); err != nil {
			b.Fatal(err)
		}
	}
	text, err := os.ReadFile(path)
	if err != nil {
		b.Fatal(err)
	}
	text = []byte(strings.Repeat(string(text), 3)) // samples of earlier days were thinned
	if err := os.WriteFile(path, text, 0o600); err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		found, err := samples.Load(every, func(store.BadLine) {})
		if err != nil || len(found) < 500 {
			b.Fatal(len(found), err)
		}
	}
}
