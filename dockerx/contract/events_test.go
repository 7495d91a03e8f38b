package contract_test

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/moby/moby/api/types/events"
	"github.com/moby/moby/client"

	"jettison/model"
)

func eventCases() []contractCase {
	return []contractCase{
		{name: "events of images", docker: true, do: (*probe).imageEvents},
		{name: "events of containers", docker: true, do: (*probe).containerEvents},
	}
}

func (p *probe) imageEvents() {
	tag := func(from, to string) func() {
		return func() {
			_, err := p.engine.Client().ImageTag(p.t.Context(), client.ImageTagOptions{Source: repo + from, Target: repo + to})
			p.say("tag %s: %s", to, outcome(err))
		}
	}
	remove := func(ref string, options client.ImageRemoveOptions) func() {
		return func() { p.remove(ref, options) }
	}
	p.during(tag("lone:1", "lone:2"), "image tag")
	p.during(tag("base:1", "lone:2"), "image tag") // the tag moves
	p.images()
	p.during(remove("lone:2", plain), "image untag")
	p.during(remove("lone:1", plain), "image untag", "image delete")
	p.during(remove("spent:1", forced), "image untag")
	pruned := []string{"image prune"}
	if p.engine.Store == model.StoreContainerd {
		// It sends no event for the prune as a whole, and also prunes the steps of classic
		// builds.
		pruned = []string{"image delete", "image delete"}
	}
	p.during(func() {
		result, err := p.engine.Client().ImagePrune(p.t.Context(), client.ImagePruneOptions{
			Filters: client.Filters{}.Add("dangling", "true"),
		})
		p.say("prune: %s", outcome(err))
		p.records(result.Report.ImagesDeleted)
	}, pruned...)
	p.images()
	p.during(tag("app:1", "last:1"), "image tag")
}

func (p *probe) containerEvents() {
	api, ctx := p.engine.Client(), p.t.Context()
	act := func(name string, do func() error) func() {
		return func() { p.say("%s: %s", name, outcome(do())) }
	}
	p.during(func() { p.create("new", repo+"lone:1") }, "container create")
	p.during(act("stop", func() error {
		_, err := api.ContainerStop(ctx, "live", client.ContainerStopOptions{})
		return err
	}), "container kill", "container die", "container stop")
	p.containers()
	p.during(act("start", func() error {
		_, err := api.ContainerStart(ctx, "live", client.ContainerStartOptions{})
		return err
	}), "container start")
	act("remove while it runs", func() error {
		_, err := api.ContainerRemove(ctx, "live", client.ContainerRemoveOptions{})
		return err
	})()
	p.during(act("pause", func() error {
		_, err := api.ContainerPause(ctx, "live", client.ContainerPauseOptions{})
		return err
	}), "container pause")
	p.containers()
	p.remove("id:runs:1", forced)
	p.during(act("unpause", func() error {
		_, err := api.ContainerUnpause(ctx, "live", client.ContainerUnpauseOptions{})
		return err
	}), "container unpause")
	p.during(act("remove by force", func() error {
		_, err := api.ContainerRemove(ctx, "live", client.ContainerRemoveOptions{Force: true})
		return err
	}), "container kill", "container die", "container destroy")
	p.during(act("remove", func() error {
		_, err := api.ContainerRemove(ctx, "old", client.ContainerRemoveOptions{})
		return err
	}), "container destroy")
	p.containers()
	p.during(func() { p.create("last", repo+"lone:1") }, "container create")
}

// during records the events of act, sorted, until all named ones, such as "image tag", have
// arrived. Later events are recorded with those of the next act. Engines send related events
// in any order: die and stop, or the images of a prune.
func (p *probe) during(act func(), named ...string) {
	p.listen()
	act()
	missing := map[string]int{}
	for _, name := range named {
		missing[name]++
	}
	var lines []string
	for timeout := time.After(10 * time.Second); len(missing) > 0; {
		select {
		case event := <-p.stream.Messages:
			if event.Type != events.ImageEventType && event.Type != events.ContainerEventType {
				continue
			}
			name := string(event.Type) + " " + string(event.Action)
			if _, awaited := missing[name]; !awaited && toldTwice(event.Action) {
				continue
			}
			if missing[name]--; missing[name] <= 0 {
				delete(missing, name)
			}
			lines = append(lines, p.words(fmt.Sprintf("  event %s %s name=%s image=%s", name, event.Actor.ID,
				event.Actor.Attributes["name"], event.Actor.Attributes["image"])))
		case err := <-p.stream.Err:
			p.t.Fatal(err)
		case <-timeout:
			p.t.Fatalf("%s: no events %v; so far:\n%s", p.engine.Flavor, missing, strings.Join(append(p.lines, lines...), "\n"))
		}
	}
	slices.Sort(lines)
	p.lines = append(p.lines, lines...)
}

// toldTwice reports whether an engine may send an event a second time, later: dockerd logs a pause
// itself, and again when containerd tells it of the pause after it has ended.
func toldTwice(action events.Action) bool {
	return action == events.ActionPause || action == events.ActionUnPause
}

// listen opens the stream of events. It requests those since now, because engines answer
// before they subscribe to their own events.
func (p *probe) listen() {
	if p.stream.Messages != nil {
		return
	}
	since := time.Now().Format(time.RFC3339Nano)
	p.stream = p.engine.Client().Events(p.t.Context(), client.EventsListOptions{Since: since})
}
