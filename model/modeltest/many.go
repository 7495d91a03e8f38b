package modeltest

import (
	"strconv"
	"time"

	"jettison/model"
)

const (
	versionsPerService = 40
	versionsPerDeps    = 5 // versions of a service that share their dependencies
	megabyte           = int64(1000 * 1000)
)

// Many is a world of n images: services of forty versions each on a few shared
// bases, every fifth service built in the past weeks, one in a hundred images
// used by a container and one in twenty untagged.
func Many(n int, seed uint64, now time.Time) *World {
	w := New(seed, now)
	w.Images = make([]*Image, 0, n)
	bases := w.manyBases(min(8, n))
	for service := 0; len(w.Images) < n; service++ {
		repo := manyRepo(service)
		base := bases[service%len(bases)]
		w.manyVersions(repo, base, min(versionsPerService, n-len(w.Images)))
	}
	for i := 0; i < n; i += 100 {
		state, since := model.StateRunning, time.Duration(i%48+1)*time.Hour
		if i%3 != 0 {
			state, since = model.StateExited, time.Duration(i%60+1)*day
		}
		w.Run(Start{
			Image: w.Images[(i+17)%n], Name: "c" + strconv.Itoa(i), State: state,
			Created: since + time.Hour, Since: since, SizeRw: int64(i%7) * 1000,
		})
	}
	return w
}

func (w *World) manyBases(n int) []*Image {
	bases := make([]*Image, n)
	for i := range bases {
		bases[i] = w.Build(Recipe{
			Add: []Instruction{
				Run("/bin/sh -c #(nop) ADD file:"+w.hexID()[:16]+" in / ", w.about(80*megabyte)),
				Set(`/bin/sh -c #(nop)  CMD ["sh"]`),
				Run("/bin/sh -c apt-get update && apt-get install -y ca-certificates", w.about(40*megabyte)),
			},
			Tags: []string{"base/os" + strconv.Itoa(i) + ":stable"}, Created: w.ago(float64(100 + 20*i)), Pulled: true,
		})
	}
	return bases
}

func manyRepo(service int) string {
	name := "team" + strconv.Itoa(service%25) + "/service" + strconv.Itoa(service)
	switch service % 4 {
	case 1:
		return "registry.local:5000/" + name
	case 2:
		return "ghcr.io/" + name
	}
	return name
}

func (w *World) manyVersions(repo string, base *Image, n int) {
	var deps *Entry
	labels := map[string]string{"service": repo}
	cmd := []string{"/app/server"}
	for v := range n {
		created := w.ago(float64(2 * (n - v)))
		if v%versionsPerDeps == 0 {
			deps = w.Stack(base.History, created, Run("RUN /bin/sh -c make deps # buildkit", w.about(60*megabyte)))
		}
		recipe := Recipe{
			On: deps, Add: []Instruction{Run("COPY /out/server /app/server # buildkit", w.about(15*megabyte))},
			Created: created, Labels: labels, Cmd: cmd,
		}
		if v%20 != 7 {
			recipe.Tags = []string{repo + ":1." + strconv.Itoa(v/4) + "." + strconv.Itoa(v%4)}
			if v == n-1 {
				recipe.Tags = append(recipe.Tags, repo+":latest")
			}
		}
		w.Build(recipe)
	}
}
