package contract_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/containerd/errdefs"
	"github.com/moby/moby/client"

	"jettison/cleanup"
	"jettison/dockerx"
	"jettison/dockerx/enginetest"
	"jettison/model"
	"jettison/store"
)

// racesVariable says how many rounds TestRaces plays on each engine and at each place.
const racesVariable = "JETTISON_RACES"

const (
	fewRaces   = 8  // without the variable: each shape once
	raceBatch  = 64 // rounds whose images are loaded together
	mostPasses = 3  // requests of a place that pass before the other client strikes
)

// TestRaces removes images while another client, at a chosen moment, moves and adds names and
// creates containers. Whatever the plan does not list has to be there afterwards, or the
// removal must have told that it is lost.
func TestRaces(t *testing.T) {
	t.Parallel()
	rounds := fewRaces
	if text := os.Getenv(racesVariable); text != "" {
		n, err := strconv.Atoi(text)
		must(t, err)
		rounds = n
	}
	for _, flavor := range enginetest.Flavors() {
		if flavor.Store() == model.StorePodman {
			continue // a request by name takes it from whichever image has it, and does not say from which
		}
		t.Run(string(flavor), func(t *testing.T) {
			t.Parallel()
			if flavor.Real() {
				enginetest.Need(t, flavor)
			}
			for _, at := range places() {
				t.Run(string(at), func(t *testing.T) { race(t, flavor, at, rounds) })
			}
		})
	}
}

// A name that moves to another image right before it is taken is told and given back, also when
// that image has another name, so that the engine's answer shows nothing.
func TestMovedNameIsGivenBack(t *testing.T) {
	t.Parallel()
	for _, flavor := range enginetest.Flavors() {
		if flavor.Store() != model.StoreGraph {
			continue // TestRaces says why
		}
		t.Run(string(flavor), func(t *testing.T) {
			t.Parallel()
			if flavor.Real() {
				enginetest.Need(t, flavor)
			}
			host := enginetest.Registry(t)
			shapes := racedShapes()
			at := slices.IndexFunc(shapes, func(s raced) bool { return s.name == "some names" })
			batch := slices.Repeat([]*raced{&shapes[at]}, mostPasses)
			b := openBatch(t, engines.Engine(t, flavor, racedWorld(host, batch, 0)))
			move := &attacks()[0]
			sum := tally{lostWith: map[string]int{}, silentlyWith: map[string]int{}}
			for i, shape := range batch {
				r := &racedRound{number: i, host: host, shape: shape, api: b.engine.Client(), attack: move}
				b.play(t, r, beforeDeletion, i, &sum)
			}
			if sum.back == 0 || sum.lost > 0 || sum.silent > 0 {
				t.Errorf("brought back %d, lost %d, not told %d", sum.back, sum.lost, sum.silent)
			}
		})
	}
}

// tally counts how rounds went.
type tally struct {
	rounds, struck         int
	along, back, lost      int // things that went and the plan does not list, and what became of them
	silent                 int // things that are gone and were not told
	done, partly, refused  int
	lostWith, silentlyWith map[string]int
}

func race(t *testing.T, flavor enginetest.Flavor, at place, rounds int) {
	t.Helper()
	sum := tally{lostWith: map[string]int{}, silentlyWith: map[string]int{}}
	host := enginetest.Registry(t)
	draw := rand.New(rand.NewPCG(uint64(len(at)), uint64(rounds)))
	shapes := racedShapes()
	for first := 0; first < rounds; first += raceBatch {
		batch := make([]*raced, min(raceBatch, rounds-first))
		for i := range batch {
			batch[i] = &shapes[(first+i)%len(shapes)]
		}
		t.Run(strconv.Itoa(first), func(t *testing.T) {
			b := openBatch(t, engines.Engine(t, flavor, racedWorld(host, batch, first)))
			for i, shape := range batch {
				r := &racedRound{number: first + i, host: host, shape: shape, api: b.engine.Client()}
				r.attack = drawAttack(draw, shape)
				b.play(t, r, at, draw.IntN(mostPasses), &sum)
			}
			b.checkNothingLeft(t)
		})
	}
	t.Logf("%d rounds, the other client acted in %d; steps done %d, partly %d, refused %d; outside the plan %d went, %d were brought back, %d told as lost %v, %d not told %v",
		sum.rounds, sum.struck, sum.done, sum.partly, sum.refused, sum.along+sum.silent, sum.back, sum.lost, sum.lostWith, sum.silent, sum.silentlyWith)
}

func drawAttack(draw *rand.Rand, shape *raced) *attack {
	all := slices.DeleteFunc(attacks(), func(a attack) bool { return !a.fits(shape) })
	return &all[draw.IntN(len(all))]
}

// raceTable is an engine with the images of a batch of rounds.
type raceTable struct {
	engine  *enginetest.Engine
	proxy   *racedProxy
	service *cleanup.Service
	journal *store.Journal
	inv     *model.Inventory
}

func openBatch(t *testing.T, e *enginetest.Engine) *raceTable {
	t.Helper()
	b := &raceTable{engine: e, proxy: openRacedProxy(t, e), journal: store.OpenJournal(filepath.Join(t.TempDir(), "journal"))}
	c, err := dockerx.Connect(t.Context(), dockerx.Options{Dial: b.proxy.Dial})
	must(t, err)
	t.Cleanup(func() { _ = c.Close() })
	watcher, err := dockerx.Connect(t.Context(), dockerx.Options{Dial: e.Dial}) // whose looks are not those of the removal
	must(t, err)
	t.Cleanup(func() { _ = watcher.Close() })
	b.inv, err = cleanup.Docker(watcher, nil, time.Now).List(t.Context(), loaded(t, watcher).Engine)
	must(t, err)
	backups := cleanup.Backups{Folder: t.TempDir(), Free: func(string) int64 { return model.Unknown }, Now: time.Now}
	b.service = &cleanup.Service{Engine: cleanup.Docker(c, nil, time.Now), Journal: b.journal, Backups: backups, Now: time.Now}
	return b
}

// play plays one round.
func (b *raceTable) play(t *testing.T, r *racedRound, at place, passes int, sum *tally) {
	t.Helper()
	r.find(b.inv)
	plan := r.plan(b.inv)
	if plan.ReadySteps() == 0 || r.image == "" {
		t.Fatalf("round %d, %s: nothing to remove", r.number, r.describe())
	}
	b.proxy.arm(at, passes, func() { r.failed = r.attack.do(r) })
	options := cleanup.Options{Rule: "race"}
	if r.shape.backedUp {
		options.Backup = model.BackupAll
	}
	events := b.remove(t, plan, options)
	sum.rounds++
	if b.proxy.disarm() {
		sum.struck++
	}
	for _, event := range events {
		switch {
		case event.State.Succeeded():
			sum.done++
		case event.State == model.StepPartly:
			sum.partly++
		default:
			sum.refused++
		}
	}
	told := toldAlong(events)
	for _, one := range told {
		sum.along++
		switch one.Back {
		case model.AlongRestored, model.AlongDiffers:
			sum.back++
		case model.AlongLost, model.AlongUnknown:
			sum.lost++
			sum.lostWith[r.describe()]++
		}
	}
	for _, missing := range b.missing(t, r) {
		if !slices.ContainsFunc(told, func(one model.Along) bool { return one.Back == model.AlongLost && missing.is(&one) }) {
			sum.silent++
			sum.silentlyWith[r.describe()]++
			t.Errorf("round %d, %s: %s is gone; told are %+v; the steps ended as %+v", r.number, r.describe(), missing, told, describeEvents(events))
		}
	}
	if r.container != "" {
		_, err := r.api.ContainerRemove(t.Context(), r.container, client.ContainerRemoveOptions{Force: true})
		must(t, err)
	}
}

// checkNothingLeft checks that nothing is left of what jettison adds for a moment.
func (b *raceTable) checkNothingLeft(t *testing.T) {
	t.Helper()
	list, err := b.engine.Client().ImageList(t.Context(), client.ImageListOptions{All: true})
	must(t, err)
	for _, image := range list.Items {
		if text := fmt.Sprint(image.RepoTags, image.RepoDigests, image.Labels); strings.Contains(text, "jettison") {
			t.Errorf("%s is left: %s", image.ID, text)
		}
	}
}

func describeEvents(events map[int]model.StepEvent) string {
	var text strings.Builder
	for i, event := range events {
		fmt.Fprintf(&text, "step %d: %v untagged=%v deleted=%v %+v; ", i, event.State, event.Untagged, event.Deleted, event.Refusal)
	}
	return text.String()
}

// remove carries a plan out as the screen and the commands do.
func (b *raceTable) remove(t *testing.T, plan *model.Plan, options cleanup.Options) map[int]model.StepEvent {
	t.Helper()
	run := b.service.Remove(t.Context(), plan, options)
	events := map[int]model.StepEvent{}
	for {
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		update, err := run.Next(ctx)
		cancel()
		if errors.Is(err, io.EOF) {
			return events
		}
		must(t, err)
		for _, event := range update.Events {
			if event.State.Ended() {
				events[event.Step] = event
			}
		}
	}
}

func toldAlong(events map[int]model.StepEvent) []model.Along {
	var all []model.Along
	for _, event := range events {
		if event.Refusal != nil {
			all = append(all, event.Refusal.Along...)
		}
	}
	return all
}

// absent is a name or an image that has to be there and is not.
type absent struct {
	ref   string
	image model.ImageID
}

// String names it.
func (a absent) String() string { return strings.TrimSpace(a.ref + " " + a.image.Short()) }

// is reports whether something that was told as lost is this.
func (a absent) is(one *model.Along) bool {
	return a.ref != "" && a.ref == one.Ref || a.ref == "" && one.Deleted && a.image == one.Image
}

// missing returns what is not there.
func (b *raceTable) missing(t *testing.T, r *racedRound) []absent {
	t.Helper()
	var found []absent
	for ref, id := range r.wanted {
		if b.idOf(t, ref) != id {
			found = append(found, absent{ref, id})
		}
	}
	for id := range r.images {
		if b.idOf(t, string(id)) != id {
			found = append(found, absent{image: id})
		}
	}
	return found
}

func (b *raceTable) idOf(t *testing.T, name string) model.ImageID {
	t.Helper()
	image, err := b.engine.Client().ImageInspect(t.Context(), name)
	if err != nil && !errdefs.IsNotFound(err) {
		t.Fatal(err)
	}
	if err != nil {
		return ""
	}
	return model.ImageID("sha256:" + strings.TrimPrefix(image.ID, "sha256:"))
}
