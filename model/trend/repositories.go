package trend

import (
	"cmp"
	"slices"
	"strings"
)

// RepositoryGrowth is how fast a repository grows.
type RepositoryGrowth struct {
	Name    string
	Images  int   // now
	Bytes   int64 // now
	About   bool  // of the bytes
	PerWeek int64 // bytes
}

// track is a repository while samples are gone through.
type track struct {
	name   string
	points []point
	seen   int // the last sample that has it
	now    Repository
}

// fastest are the repositories that grow, the fastest first.
func fastest(samples []Sample, removals []Removal) []RepositoryGrowth {
	tracks := map[string]*track{}
	var order []*track
	var whole []int // samples that name all repositories
	for i := range samples {
		s := &samples[i]
		for _, r := range s.Repositories {
			t := tracks[r.Name]
			if t == nil {
				t = &track{name: r.Name}
				for _, before := range whole {
					t.points = append(t.points, point{at: samples[before].At})
				}
				tracks[r.Name] = t
				order = append(order, t)
			}
			t.points = append(t.points, point{s.At, r.Bytes, r.About})
			t.seen, t.now = i, r
		}
		if s.Others.Repositories > 0 {
			continue // those that it does not name may be there
		}
		whole = append(whole, i)
		for _, t := range order {
			if t.seen != i {
				t.points = append(t.points, point{at: s.At})
				t.now = Repository{About: t.now.About}
			}
		}
	}
	var found []RepositoryGrowth
	for _, t := range order {
		points := t.alike()
		growth := grow(points, removals, bandOf(points))
		if !growth.Known || growth.PerWeek <= 0 {
			continue
		}
		found = append(found, RepositoryGrowth{t.name, t.now.Images, t.now.Bytes, t.now.About, growth.PerWeek})
	}
	slices.SortFunc(found, func(a, b RepositoryGrowth) int {
		return cmp.Or(cmp.Compare(b.PerWeek, a.PerWeek), strings.Compare(a.Name, b.Name))
	})
	return found
}

// alike are the points that were counted as the newest was: by layers, or as a sum
// of sizes.
func (t *track) alike() []point {
	return slices.DeleteFunc(t.points, func(p point) bool { return p.bytes > 0 && p.about != t.now.About })
}
