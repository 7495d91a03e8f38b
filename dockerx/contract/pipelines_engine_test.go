package contract_test

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/moby/moby/client"

	"jettison/model"
	"jettison/model/query"
	"jettison/model/size"
)

// checkOrder compares the order by size with `docker images | sort -k3 -hr`, the common answer
// to what is largest. The third column is the ID, so that command puts IDs first that have
// many digits before the first letter.
func (r *pipelineRun) checkOrder() {
	r.t.Helper()
	order := slices.Clone(model.NewSorter(r.inv).Order(model.ColumnSize))
	slices.Reverse(order)
	var byQuery []string
	for _, i := range order {
		if row := r.inv.Rows()[i]; strings.HasPrefix(row.Repo, "sizes/") {
			byQuery = append(byQuery, row.Ref)
		}
	}
	want := []string{
		"sizes/large:copy", "sizes/large:2", "sizes/large:1", "sizes/medium:2", "sizes/medium:1",
		"sizes/small:2", "sizes/small:1", "sizes/tiny:2", "sizes/tiny:1",
	}
	if !slices.Equal(byQuery, want) {
		r.t.Errorf("by size they are %q, want %q", byQuery, want)
	}
	printed, ok := r.engine.Shell(r.t, `docker images | sort -k3 -hr | grep -v ^REPOSITORY | awk '{print $3}'`)
	if !ok {
		return
	}
	var sizes, digits []int64
	for id := range strings.FieldsSeq(printed) {
		image := r.short(id)
		if image == nil {
			r.t.Fatalf("the pipeline prints %q, which is no image", id)
		}
		leading, _ := strconv.ParseInt(id[:len(id)-len(strings.TrimLeft(id, "0123456789"))], 10, 64) // without digits it is 0
		sizes, digits = append(sizes, image.Size), append(digits, leading)
	}
	descending := func(values []int64) bool {
		return slices.IsSortedFunc(values, func(a, b int64) int { return cmp.Compare(b, a) })
	}
	if len(sizes) != len(r.inv.Rows()) || !descending(digits) || descending(sizes) {
		r.t.Errorf("the pipeline sorts %d of %d rows; by ID: %t, by size: %t",
			len(sizes), len(r.inv.Rows()), descending(digits), descending(sizes))
	}
}

// short returns the image with an ID as docker shows it, or nil.
func (r *pipelineRun) short(id string) *model.Image {
	for _, image := range r.inv.Images() {
		if image.ID.Short() == id {
			return image
		}
	}
	return nil
}

// checkAncestor compares the containers of all images built on an image with those that
// docker's filter finds. The filter uses the parents named by classic builds, not the layers.
func (r *pipelineRun) checkAncestor() {
	r.t.Helper()
	q, err := query.Parse("ancestor:acme/base:1 or ref:acme/base:1")
	must(r.t, err)
	matcher := q.Compile(query.Env{Now: time.Now().UTC(), Inventory: r.inv})
	selected := map[string]bool{}
	rows := r.inv.Rows()
	for i := range rows {
		if matcher.Match(&rows[i]) {
			for _, c := range r.inv.Users(rows[i].Image.ID) {
				selected[c.Name] = true
			}
		}
	}
	meant := map[string]bool{"on-base": true, "on-classic": true, "on-reports": true}
	if hits, misses := compareSets(selected, meant); len(hits)+len(misses) > 0 {
		r.t.Errorf("the query also takes %q and leaves %q", hits, misses)
	}
	printed, ok := r.engine.Shell(r.t, `docker ps -a --filter ancestor=acme/base:1 --format '{{.Names}}'`)
	if !ok {
		return
	}
	found := map[string]bool{}
	for name := range strings.FieldsSeq(printed) {
		found[name] = true
	}
	if hits, misses := compareSets(found, meant); len(hits) > 0 || !slices.Equal(misses, []string{"on-reports"}) {
		r.t.Errorf("the pipeline also takes %q and leaves %q", hits, misses)
	}
}

// checkUsage compares the totals with those of the engine.
func (r *pipelineRun) checkUsage() {
	r.t.Helper()
	df := r.diskUsage()
	i, c, v, b := df.Images, df.Containers, df.Volumes, df.BuildCache
	for kind, pair := range map[string][2]model.Totals{
		"images":      {r.inv.Usage.Images, {Count: i.TotalCount, Active: i.ActiveCount, Size: i.TotalSize, Reclaimable: min(i.Reclaimable, i.TotalSize)}},
		"containers":  {r.inv.Usage.Containers, {Count: c.TotalCount, Active: c.ActiveCount, Size: c.TotalSize, Reclaimable: c.Reclaimable}},
		"volumes":     {r.inv.Usage.Volumes, {Count: v.TotalCount, Active: v.ActiveCount, Size: v.TotalSize, Reclaimable: v.Reclaimable}},
		"build cache": {r.inv.Usage.BuildCache, {Count: b.TotalCount, Active: b.ActiveCount, Size: b.TotalSize, Reclaimable: b.Reclaimable}},
	} {
		if pair[0] != pair[1] {
			r.t.Errorf("%s: %+v, the engine says %+v", kind, pair[0], pair[1])
		}
	}
}

// checkPrune prunes all images that no container uses and that are older than age; zero means
// any. It compares what is removed with what the query for it matched before.
func (r *pipelineRun) checkPrune(age time.Duration, text string, hits []string, misses bool) {
	r.t.Helper()
	meant := r.meant(func(p *candidate) bool { return !p.used && p.age > age })
	if hits, misses := compareSets(r.selected(text), meant); len(hits)+len(misses) > 0 {
		r.t.Errorf("the query also takes %q and leaves %q", hits, misses)
	}
	filters := client.Filters{}.Add("dangling", "false")
	if age > 0 {
		filters.Add("until", age.String())
	}
	_, err := r.engine.Client().ImagePrune(r.t.Context(), client.ImagePruneOptions{Filters: filters})
	must(r.t, err)
	gone, there := map[string]bool{}, r.there()
	for name := range r.world.candidates() {
		if !there[name] {
			gone[name] = true
		}
	}
	pipelineHits, pipelineMisses := compareSets(gone, meant)
	if !slices.Equal(pipelineHits, hits) || misses != (len(pipelineMisses) == len(meant)) || !misses && len(pipelineMisses) > 0 {
		r.t.Errorf("docker also takes %q, want %q, and leaves %q, want all: %t", pipelineHits, hits, pipelineMisses, misses)
	}
}

// checkPrunes prunes as `docker image prune -a` does, with and without `--filter until=72h`.
// Docker removes tags of images that containers use, and in the containerd store until
// compares the time of arrival, which is today for all images.
func (r *pipelineRun) checkPrunes() {
	r.t.Helper()
	if r.engine.Store == model.StoreContainerd {
		r.checkPrune(72*time.Hour, "unused age>72h", nil, true)
		r.checkPrune(0, "unused", []string{"acme/api:stable"}, false)
		return
	}
	r.checkPrune(72*time.Hour, "unused age>72h", []string{"acme/api:2"}, false)
	r.checkPrune(0, "unused", []string{"acme/api:2"}, false)
}

// there returns the names of the images on the engine.
func (r *pipelineRun) there() map[string]bool {
	r.t.Helper()
	list, err := r.engine.Client().ImageList(r.t.Context(), client.ImageListOptions{})
	must(r.t, err)
	names := map[string]bool{}
	for _, image := range list.Items {
		for _, tag := range image.RepoTags {
			names[tag] = true
		}
		if len(image.RepoTags) == 0 || image.RepoTags[0] == "<none>:<none>" {
			delete(names, "<none>:<none>")
			for _, name := range r.world.names(r.t, r.engine, model.ImageID(image.ID)) {
				names[name] = true
			}
		}
	}
	return names
}

func (r *pipelineRun) diskUsage() client.DiskUsageResult {
	r.t.Helper()
	usage, err := r.engine.Client().DiskUsage(r.t.Context(), client.DiskUsageOptions{
		Images: true, Containers: true, Volumes: true, BuildCache: true,
	})
	must(r.t, err)
	return usage
}

// checkReclaim removes all images that no container uses. The space freed must equal the
// figure shown before. It differs from the engine's reclaimable figure, which leaves out
// layers shared only by unused images, and from that of docker's command line, which counts
// layers of used images as reclaimable.
func (r *pipelineRun) checkReclaim() {
	r.t.Helper()
	const percent = 100
	shown, ok := r.inv.Unused()
	if !ok {
		r.t.Fatal("what comes back is not counted")
	}
	before := r.diskUsage().Images.TotalSize
	printed, hasShell := r.engine.Shell(r.t, `docker system df --format '{{.Type}} {{.Reclaimable}}' | awk '/^Images/ {print $2}'`)
	r.checkPrunes()
	back := r.cameBack(before, shown)
	exact := r.engine.Store == model.StoreGraph
	if back < shown.Min || back > shown.Max || exact != shown.Exact() {
		r.t.Errorf("%d bytes came back, shown were %d to %d", back, shown.Min, shown.Max)
	}
	if engines := r.inv.Usage.Images.Reclaimable; engines == back || exact && engines > back {
		r.t.Errorf("%d bytes came back, the engine calls %d reclaimable", back, engines)
	}
	if !hasShell {
		return
	}
	df, err := query.ParseBytes(strings.TrimSpace(printed))
	must(r.t, err)
	if off := df - back; max(off, -off)*percent < back || exact && off < 0 {
		r.t.Errorf("%d bytes came back, docker system df calls %d reclaimable", back, df)
	}
}

// cameBack returns by how much the engine's figure fell. The containerd store updates its
// figure with a delay.
func (r *pipelineRun) cameBack(before int64, shown size.Range) int64 {
	r.t.Helper()
	back := before - r.diskUsage().Images.TotalSize
	for tries := 0; tries < 25 && r.engine.Flavor.Real() && r.engine.Store == model.StoreContainerd && back < shown.Min; tries++ {
		time.Sleep(200 * time.Millisecond)
		back = before - r.diskUsage().Images.TotalSize
	}
	return back
}
