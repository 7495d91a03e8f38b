package main

import (
	"context"
	"fmt"
	"os/exec"
	"slices"
	"strings"
	"time"

	"github.com/moby/moby/client"
	"golang.org/x/sync/errgroup"

	"jettison/dockerx/enginetest"
	"jettison/keymap"
	"jettison/model/words"
)

const (
	removalFactor   = 1.1 // of the best bare time
	removalPatience = 10 * time.Minute
	// fullReloads is how often the whole list may be requested from the first step on: once, to
	// reconcile at the end.
	fullReloads = 1
)

// measureRemoval loads the images once and restores that state of the engine before each
// trial.
func measureRemoval(ctx context.Context, b *bench) error {
	n := b.options.removed
	if b.options.flavor == flavorSim {
		b.report.add(fmt.Sprintf("removing %d images", n), "", "", notKnown)
		return nil
	}
	b.note("loading %d images into %s", n, b.options.flavor)
	e, err := enginetest.Open(ctx, enginetest.Flavor(b.options.flavor), unsharedWorld(n))
	if err != nil {
		return err
	}
	defer func() {
		if err := e.Close(); err != nil {
			b.note("stop the engine: %v", err)
		}
	}()
	if err := e.Keep(ctx); err != nil {
		return err
	}
	times, err := b.removeEachWay(ctx, e)
	if err != nil {
		return err
	}
	b.reportRemoval(times)
	return b.countReloads(ctx, e)
}

// way is one way to remove all images of an engine.
type way struct {
	name   string
	bare   bool // plain DELETE calls
	remove func(ctx context.Context, e *enginetest.Engine, ids []string) error
}

func (b *bench) ways() []way {
	var ways []way
	for _, parallel := range []int{1, 2, 4, 8, 16} {
		remove := func(ctx context.Context, e *enginetest.Engine, ids []string) error {
			return removeBare(ctx, e, ids, parallel)
		}
		ways = append(ways, way{fmt.Sprintf("DELETE, %d at a time", parallel), true, remove})
	}
	if docker := b.dockerCLI(); docker != "" {
		remove := func(ctx context.Context, e *enginetest.Engine, ids []string) error {
			arguments := append([]string{"--host", e.Host, "rmi"}, ids...)
			if out, err := exec.CommandContext(ctx, docker, arguments...).CombinedOutput(); err != nil {
				return fmt.Errorf("%w: %s", err, out)
			}
			return nil
		}
		ways = append(ways, way{wayDocker, false, remove})
	}
	return append(ways, way{name: wayJettison})
}

const (
	wayDocker   = "docker rmi"
	wayJettison = "jettison"
)

func (b *bench) dockerCLI() string {
	if b.options.docker != "" {
		return b.options.docker
	}
	path, err := exec.LookPath("docker")
	if err != nil {
		return ""
	}
	return path
}

// removeEachWay alternates the ways, so that a slowdown of the machine affects all of them.
// Each trial starts with a different way, because disk writes left over from a removal slow
// down the next one.
func (b *bench) removeEachWay(ctx context.Context, e *enginetest.Engine) (map[string]sample, error) {
	times := map[string]sample{}
	for trial := range b.options.trials {
		ways := b.ways()
		first := trial % len(ways)
		for _, w := range slices.Concat(ways[first:], ways[:first]) {
			if err := e.Rewind(ctx); err != nil {
				return nil, err
			}
			took, err := b.removal(ctx, e, w)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", w.name, err)
			}
			b.note("trial %d, %s: %s", trial+1, w.name, ms(took))
			times[w.name] = append(times[w.name], took)
		}
	}
	return times, nil
}

// removal measures the time until the engine has deleted the last image, according to the
// engine's events.
func (b *bench) removal(ctx context.Context, e *enginetest.Engine, w way) (time.Duration, error) {
	ids, err := imageIDs(ctx, e)
	if err != nil {
		return 0, err
	}
	if w.name == wayJettison {
		t, err := b.planAll(ctx, b.environment(), e.Host, len(ids))
		if err != nil {
			return 0, err
		}
		defer t.close()
		return b.untilDeleted(ctx, e, len(ids), func(context.Context) error {
			return t.do(keymap.InPlan, keymap.Confirm)
		})
	}
	return b.untilDeleted(ctx, e, len(ids), func(ctx context.Context) error { return w.remove(ctx, e, ids) })
}

func imageIDs(ctx context.Context, e *enginetest.Engine) ([]string, error) {
	list, err := e.Client().ImageList(ctx, client.ImageListOptions{All: true})
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, image := range list.Items {
		ids = append(ids, image.ID)
	}
	return slices.Sorted(slices.Values(ids)), nil
}

// planAll opens jettison, marks everything and opens the plan.
func (b *bench) planAll(ctx context.Context, env []string, host string, n int) (*terminal, error) {
	t, err := b.jettisonIn(ctx, env, host)
	if err != nil {
		return nil, err
	}
	if err := t.openPlan(n); err != nil {
		t.close()
		return nil, err
	}
	return t, nil
}

// openPlan marks all of n images and opens their plan. Before the engine has listed its images,
// there is none.
func (t *terminal) openPlan(n int) error {
	if err := t.await(isListed); err != nil {
		return err
	}
	for _, action := range []keymap.Action{"", keymap.MarkAll, keymap.Plan} {
		if action != "" {
			if err := t.do(keymap.InImages, action); err != nil {
				return err
			}
		}
		if err := t.awaitQuiet(startQuiet); err != nil {
			return err
		}
	}
	if err := t.await(func(screen string) bool { return strings.Contains(screen, "deletes "+words.Plural(n, "image")) }); err != nil {
		return fmt.Errorf("the plan of %d images: %w", n, err)
	}
	return nil
}

// untilDeleted starts a removal and measures the time until the event of the last deletion.
func (b *bench) untilDeleted(ctx context.Context, e *enginetest.Engine, n int, start func(context.Context) error) (time.Duration, error) {
	ctx, cancel := context.WithTimeout(ctx, removalPatience)
	defer cancel()
	began := time.Now()
	stream := e.Client().Events(ctx, client.EventsListOptions{
		Since:   fmt.Sprintf("%d.%09d", began.Unix(), began.Nanosecond()),
		Filters: client.Filters{}.Add("type", "image").Add("event", "delete"),
	})
	failed := make(chan error, 1)
	began = time.Now()
	go func() {
		if err := start(ctx); err != nil {
			failed <- err
		}
	}()
	for deleted := range n {
		select {
		case <-stream.Messages:
		case err := <-stream.Err:
			return 0, fmt.Errorf("events: %w", err)
		case err := <-failed:
			return 0, err
		case <-ctx.Done():
			return 0, fmt.Errorf("%d of %d images deleted: %w", deleted, n, ctx.Err())
		}
	}
	return time.Since(began), nil
}

func removeBare(ctx context.Context, e *enginetest.Engine, ids []string, parallel int) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(parallel)
	for _, id := range ids {
		group.Go(func() error {
			_, err := e.Client().ImageRemove(ctx, id, client.ImageRemoveOptions{PruneChildren: true})
			return err
		})
	}
	return group.Wait()
}

func (b *bench) reportRemoval(times map[string]sample) {
	best, bestName := time.Duration(0), ""
	for _, w := range b.ways() {
		took := times[w.name].median()
		if w.bare && (best == 0 || took < best) {
			best, bestName = took, w.name
		}
	}
	took := times[wayJettison].median()
	what := fmt.Sprintf("removing %d unshared images, %s", b.options.removed, b.options.flavor)
	bar := time.Duration(removalFactor * float64(best))
	b.report.add(what, ms(took), fmt.Sprintf("≤ %s (1.1 × %s by %s)", ms(bar), ms(best), bestName), judge(took <= bar))
	docker, ok := times[wayDocker]
	if !ok {
		b.report.add("… against docker rmi", "no docker command line", "", notKnown)
		return
	}
	b.report.add("… against docker rmi", ms(took), "< "+ms(docker.median()), judge(took < docker.median()))
}

// countReloads repeats the removal through the counting proxy.
func (b *bench) countReloads(ctx context.Context, e *enginetest.Engine) error {
	if err := e.Rewind(ctx); err != nil {
		return err
	}
	counter, err := openProxy(ctx, b.dir, e.Host)
	if err != nil {
		return err
	}
	defer counter.close()
	t, err := b.planAll(ctx, b.environment(), counter.host, b.options.removed)
	if err != nil {
		return err
	}
	defer t.close()
	const list = "GET /images/json"
	before := counter.count(list)
	_, err = b.untilDeleted(ctx, e, b.options.removed, func(context.Context) error {
		return t.do(keymap.InPlan, keymap.Confirm)
	})
	if err != nil {
		return err
	}
	if err := t.awaitQuiet(2 * startQuiet); err != nil {
		return err
	}
	lists := counter.count(list) - before
	b.report.add("full image lists asked for during and after it", fmt.Sprint(lists),
		fmt.Sprintf("≤ %d", fullReloads), judge(lists <= fullReloads))
	return nil
}
