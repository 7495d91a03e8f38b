package trend

import (
	"cmp"
	"slices"
	"strings"
)

// RepositoryGrowth is the rate at which a repository grows.
type RepositoryGrowth struct {
	Name    string
	Images  int   // now
	Bytes   int64 // now
	About   bool  // of the bytes
	PerWeek int64 // bytes
}

// track is the course of a repository through the samples.
type track struct {
	name string
	was  []moment
	now  Repository
}

// moment is the size of a repository in one sample.
type moment struct {
	bytes  int64
	sample int32 // its place
	about  bool
}

// fastest returns the repositories that grow, the fastest first.
func fastest(samples []Sample, removals []Removal) []RepositoryGrowth {
	var found []RepositoryGrowth
	var points []point // of one after the other
	for _, t := range tracksOf(samples) {
		points = t.points(points[:0], samples)
		growth := grow(points, removals, bandOf(points))
		if growth.Known && growth.PerWeek > 0 {
			found = append(found, RepositoryGrowth{t.name, t.now.Images, t.now.Bytes, t.now.About, growth.PerWeek})
		}
	}
	slices.SortFunc(found, func(a, b RepositoryGrowth) int {
		return cmp.Or(cmp.Compare(b.PerWeek, a.PerWeek), strings.Compare(a.Name, b.Name))
	})
	return found
}

// tracksOf follows every repository through the samples. A sample that names all
// repositories, but not this one, says that it takes nothing.
func tracksOf(samples []Sample) []*track {
	byName := map[string]*track{}
	var tracks []*track
	var whole []moment // of samples that name all repositories
	for i := range samples {
		s := &samples[i]
		for _, r := range s.Repositories {
			t := byName[r.Name]
			if t == nil {
				t = &track{name: r.Name, was: slices.Clone(whole)}
				byName[r.Name] = t
				tracks = append(tracks, t)
			}
			t.was = append(t.was, moment{r.Bytes, int32(i), r.About})
			t.now = r
		}
		if s.Others.Repositories > 0 {
			continue
		}
		whole = append(whole, moment{sample: int32(i)})
		for _, t := range tracks {
			if t.was[len(t.was)-1].sample != int32(i) {
				t.was = append(t.was, moment{sample: int32(i)})
				t.now = Repository{About: t.now.About}
			}
		}
	}
	return tracks
}

// points appends the samples that were measured in the same way as the newest:
// by layers, or as a sum of sizes.
func (t *track) points(points []point, samples []Sample) []point {
	for _, was := range t.was {
		if was.bytes == 0 || was.about == t.now.About {
			points = append(points, point{samples[was.sample].At, was.bytes})
		}
	}
	return points
}
