package e2e_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/moby/moby/client"

	"jettison/dockerx/enginetest"
	"jettison/dockerx/sim"
	"jettison/model"
	"jettison/model/modeltest"
	"jettison/store"
)

const (
	// killRounds is how often a removal on the embedded engine is killed. The rounds are spread
	// over killShards engines, because they mostly wait.
	killRounds = 200
	killShards = 4
	// killsVariable names the variable with the number of kills on each real engine; realKills is
	// its default.
	killsVariable = "JETTISON_KILLS"
	realKills     = 4
	// killQuery selects tags: all of several tags, one of several, untagged images, a base and
	// images built on it, and the parent of a classic build.
	killQuery = "repo:" + killFolder + "gone or tag:drop or dangling"
)

const killFolder = "registry.test/kill/"

// killWorld has images of every kind that a removal treats differently, and some that it must
// leave alone. No image repeats a layer, because not every engine can save such an image. The
// containerd store keeps the untagged images between the steps of a classic build, which show
// once what was built on them is gone: there, each build has one step.
func killWorld(store model.Store) *modeltest.World {
	w := modeltest.New(23, time.Now().Truncate(time.Second))
	size := int64(700)
	build := func(from *modeltest.Image, tags ...string) *modeltest.Image {
		size++
		named := make([]string, len(tags))
		for i, tag := range tags {
			named[i] = killFolder + tag
		}
		return w.Build(modeltest.Recipe{From: from, Tags: named, Add: []modeltest.Instruction{modeltest.Run("COPY app /", size)}})
	}
	base := build(nil, "keep:base")
	first := build(base, "gone:1")
	build(base, "gone:2")
	build(first, "gone:grand")
	build(nil, "gone:3a", "gone:3b", "gone:3c")
	build(base)
	build(nil)
	build(base, "keep:1", "keep:drop")
	build(nil, "keep:2", "other:drop")
	build(nil, "keep:3")
	w.Build(modeltest.Recipe{
		Tags: []string{killFolder + "gone:pulled"}, Pulled: true, Add: []modeltest.Instruction{modeltest.Run("COPY app /", 900)},
	})
	parent := build(nil, "gone:parent")
	steps := []modeltest.Instruction{modeltest.Run("COPY app /", 40), modeltest.Run("COPY more /", 50)}
	if store == model.StoreContainerd {
		steps = steps[:1]
	}
	w.Build(modeltest.Recipe{From: parent, Classic: true, Tags: []string{killFolder + "gone:child"}, Add: steps})
	return w
}

// moment is the phase in which a removal was killed.
type moment string

const (
	beforeBackup moment = "before the backup"
	inBackup     moment = "in the backup"
	inRemoval    moment = "in the removal"
	afterRemoval moment = "after the removal"
)

// However a removal is killed, nothing is lost: everything removed can be restored, and the
// journal records it.
func TestKilledRemovals(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("unix:// is no address of an engine there")
	}
	rounds := killRounds
	if testing.Short() {
		rounds /= 10
	}
	counts := make([]map[moment]int, killShards)
	t.Run("shards", func(t *testing.T) {
		for shard := range killShards {
			counts[shard] = map[moment]int{}
			t.Run(strconv.Itoa(shard), func(t *testing.T) {
				t.Parallel()
				backup := "all"
				if shard == 0 {
					backup = "only-copies" // images in a registry are pulled again
				}
				k := newKiller(t, uint64(shard), backup)
				engine := sim.New(killWorld(model.StoreGraph), killedEngine())
				k.use(engine.Dial)
				again := func() {
					engine.Close()
					engine = sim.New(killWorld(model.StoreGraph), killedEngine()) // with the parent, which no backup contains
					k.use(engine.Dial)
				}
				defer func() { engine.Close() }()
				k.run(rounds/killShards, again)
				counts[shard] = k.moments
			})
		}
	})
	sum := map[moment]int{}
	for _, of := range counts {
		for when, n := range of {
			sum[when] += n
		}
	}
	t.Logf("%d rounds: %v", rounds, sum)
	for _, when := range []moment{beforeBackup, inBackup, inRemoval, afterRemoval} {
		if sum[when] == 0 {
			t.Errorf("no removal was killed %s", when)
		}
	}
}

// killedEngine is slow enough for kills to hit every phase.
func killedEngine() sim.Options {
	const milli = time.Millisecond
	return sim.Options{Latency: []sim.Latency{
		{Match: sim.Match{Method: "GET", Path: "/images/get"}, Base: 4 * milli, Jitter: 4 * milli},
		{Match: sim.Match{Method: "DELETE"}, Base: 10 * milli, Jitter: 10 * milli},
		{Match: sim.Match{Method: "GET", Path: "/images/json"}, Base: 5 * milli},
	}}
}

// The same on real engines, which are restored after each round.
func TestKilledRemovalsOfEngines(t *testing.T) {
	t.Parallel()
	rounds := realKills
	if text := os.Getenv(killsVariable); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil {
			t.Fatalf("%s is no number: %v", killsVariable, err)
		}
		rounds = n
	}
	kill := func(t *testing.T, e *enginetest.Engine) {
		k := newKiller(t, 99, "all")
		k.use(e.Dial)
		k.run(rounds, func() {})
		t.Logf("%d rounds: %v", rounds, k.moments)
	}
	for store, flavors := range map[model.Store][]enginetest.Flavor{
		model.StoreGraph:      {enginetest.Docker28, enginetest.Docker29},
		model.StoreContainerd: {enginetest.Docker29Containerd},
		model.StorePodman:     {enginetest.Podman, enginetest.Podman5},
	} {
		engines.On(t, flavors, killWorld(store), kill)
	}
}

// killer kills removals on one engine.
type killer struct {
	t      *testing.T
	proxy  *engineProxy
	engine *client.Client
	state  string // value of XDG_STATE_HOME
	backup string
	random *rand.Rand

	planned  map[string]bool // references and IDs that may be removed
	deletes  []string        // IDs of the images to be deleted
	pullable map[string]bool // IDs of images in the registry
	plans    map[string]bool // removals recorded in earlier rounds
	bad      int             // lines truncated in earlier rounds
	moments  map[moment]int
}

func newKiller(t *testing.T, seed uint64, backup string) *killer {
	t.Helper()
	if err := build(); err != nil {
		t.Fatal(err)
	}
	k := &killer{
		t: t, state: t.TempDir(), backup: backup, random: rand.New(rand.NewPCG(seed, 1)),
		plans: map[string]bool{}, moments: map[moment]int{},
	}
	k.proxy = openProxy(t, k.evidence)
	return k
}

// use sets the engine of the next rounds.
func (k *killer) use(dial dial) {
	k.t.Helper()
	k.proxy.waitIdle()
	k.proxy.forwardTo(dial)
	c, err := client.New(client.WithDialContext(dial))
	if err != nil {
		k.t.Fatal(err)
	}
	if k.engine != nil {
		_ = k.engine.Close()
	}
	k.engine = c
}

// jettison returns a command that runs jettison on the engine.
func (k *killer) jettison(args ...string) (run *exec.Cmd, out, errs *bytes.Buffer) {
	run = exec.CommandContext(k.t.Context(), program, append([]string{"--host", k.proxy.host}, args...)...)
	run.Env = []string{"HOME=" + k.state, "XDG_STATE_HOME=" + k.state, "PATH=" + os.Getenv("PATH"), "LANG=C.UTF-8"}
	out, errs = new(bytes.Buffer), new(bytes.Buffer)
	run.Stdout, run.Stderr = out, errs
	return run, out, errs
}

// succeeds runs a command that must exit with 0.
func (k *killer) succeeds(args ...string) string {
	k.t.Helper()
	run, out, errs := k.jettison(args...)
	if err := run.Run(); err != nil {
		k.t.Fatalf("%q: %v\n%s\n%s", args, err, out, errs)
	}
	k.proxy.waitIdle()
	return out.String()
}

func (k *killer) removal() []string {
	return []string{"rm", "--yes", "--backup=" + k.backup, killQuery}
}

// plan records what the removal may remove.
func (k *killer) plan() {
	k.t.Helper()
	var document struct {
		Steps []struct {
			Action, Verdict, Image string
			References             []string
		}
	}
	text := k.succeeds("rm", "--dry-run", "--json", killQuery)
	if err := json.Unmarshal([]byte(text), &document); err != nil {
		k.t.Fatal(err)
	}
	k.planned, k.pullable, k.deletes = map[string]bool{}, map[string]bool{}, nil
	for _, step := range document.Steps {
		for _, ref := range step.References {
			k.planned[ref] = true
		}
		if step.Action != "delete" {
			continue
		}
		k.planned[step.Image] = true
		k.deletes = append(k.deletes, step.Image)
		k.pullable[step.Image] = step.Verdict == "pull" && k.backup != "all"
	}
	const images, untags = 9, 2
	if len(k.deletes) != images || len(document.Steps) != images+untags {
		k.t.Fatalf("the plan is\n%s", text)
	}
}

// run kills removals at times spread over their whole duration. again resets the engine where
// a restoration would not bring back everything.
func (k *killer) run(rounds int, again func()) {
	k.t.Helper()
	k.plan()
	whole := k.measure(again)
	// Some removals take longer than measured, and some kills must come at the very end.
	const beyond = 1.1
	at := make([]time.Duration, rounds)
	for i := range at {
		at[i] = time.Duration(beyond * float64(whole) * (float64(i) + k.random.Float64()) / float64(rounds))
	}
	k.random.Shuffle(rounds, func(i, j int) { at[i], at[j] = at[j], at[i] })
	for i, moment := range at {
		k.round(i, moment)
		if k.t.Failed() {
			k.t.Fatalf("round %d, killed after %s of %s", i, moment, whole)
		}
		again()
	}
}

// measure returns how long an undisturbed removal takes.
func (k *killer) measure(again func()) time.Duration {
	k.t.Helper()
	const trials = 3
	var took []time.Duration
	for range trials {
		before := k.holdings()
		began := time.Now()
		k.succeeds(k.removal()...)
		took = append(took, time.Since(began))
		if after := k.holdings(); len(k.left(after)) > 0 {
			k.t.Fatalf("left are %v", after)
		}
		k.succeeds("restore", "last")
		if after := k.holdings(); !maps.Equal(after, before) {
			k.t.Fatalf("before\n%v\nafter\n%v", before, after)
		}
		k.checkJournal()
		k.forget()
		again()
	}
	slices.Sort(took)
	return took[trials/2]
}

// round kills one removal, checks what it left, and restores everything.
func (k *killer) round(n int, at time.Duration) {
	k.t.Helper()
	before := k.holdings()
	k.proxy.forget()
	run, _, errs := k.jettison(k.removal()...)
	if err := run.Start(); err != nil {
		k.t.Fatal(err)
	}
	killed := time.AfterFunc(at, func() { _ = run.Process.Kill() }) // it may have ended already
	err := run.Wait()
	killed.Stop()
	if err != nil && run.ProcessState.Exited() {
		k.t.Fatalf("round %d: it failed: %v\n%s", n, err, errs)
	}
	k.proxy.waitIdle()
	after := k.holdings()
	when := k.when(after)
	k.moments[when]++
	open, began := k.checkJournal()
	k.checkImages(before, after)
	k.checkFolder()
	if went := !maps.Equal(before, after); went {
		if !began {
			k.t.Errorf("the journal does not know of what went")
		}
		k.succeeds("restore", "last")
	} else {
		k.succeeds("sample")
	}
	k.checkResolved(open)
	if back := k.holdings(); !maps.Equal(back, before) {
		k.t.Errorf("killed %s, and not the same is there as before\n%v\nnow\n%v", when, before, back)
	}
	k.forget()
}

// when returns the phase in which the removal was killed.
func (k *killer) when(after map[string]string) moment {
	saves, deleted, _ := k.proxy.seen()
	switch {
	case len(deleted) > 0 && len(k.left(after)) == 0:
		return afterRemoval
	case len(deleted) > 0:
		return inRemoval
	case saves > 0:
		return inBackup
	}
	return beforeBackup
}

// left returns the planned images that still exist.
func (k *killer) left(holdings map[string]string) []string {
	var left []string
	for name, id := range holdings {
		if k.planned[name] || k.planned[id] {
			left = append(left, name)
		}
	}
	return left
}

// holdings returns the IDs of the visible images by reference, or by ID if there is none.
func (k *killer) holdings() map[string]string {
	k.t.Helper()
	list, err := k.engine.ImageList(k.t.Context(), client.ImageListOptions{})
	if err != nil {
		k.t.Fatal(err)
	}
	found := map[string]string{}
	for _, image := range list.Items {
		for _, tag := range image.RepoTags {
			found[tag] = image.ID
		}
		if len(image.RepoTags) == 0 {
			found[image.ID] = image.ID
		}
	}
	return found
}

func (k *killer) journal() *store.Journal {
	return store.OpenJournal(filepath.Join(k.state, "jettison", "journal"))
}

func (k *killer) backups() string { return filepath.Join(k.state, "jettison", "backups") }

// step identifies a step in the journal.
type step struct {
	plan string
	step int
}

// evidence returns what the disk holds of the round.
func (k *killer) evidence() evidence {
	found := evidence{k.backedUp(), map[string]bool{}}
	err := k.journal().Read(func(line store.JournalLine) {
		if line.Event == store.JournalIntent && !k.plans[line.Plan] {
			found.intended[string(line.Image)] = true
			for _, ref := range line.References {
				found.intended[ref] = true
			}
		}
	}, func(store.BadLine) {})
	if err != nil {
		k.t.Error(err)
	}
	return found
}

func (s step) String() string { return fmt.Sprintf("step %d of %s", s.step, s.plan) }
