package inventory

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"jettison/dockerx/internal/wire"
	"jettison/model"
)

func id(n int) string { return fmt.Sprintf("sha256:%064x", n) }

func TestCoalescerTiming(t *testing.T) {
	start := time.Unix(1000, 0)
	var c coalescer
	if !c.due().IsZero() {
		t.Error("an empty coalescer is due")
	}
	c.add(event{kind: "image", action: "tag", id: id(1)}, start)
	if got := c.due().Sub(start); got != coalesceQuiet {
		t.Errorf("one event is due after %v", got)
	}
	for at := time.Duration(0); at < 2*coalesceMax; at += coalesceQuiet / 2 {
		c.add(event{kind: "image", action: "tag", id: id(1)}, start.Add(at))
	}
	if got := c.due().Sub(start); got != coalesceMax {
		t.Errorf("a steady stream is due after %v", got)
	}
	if b := c.take(); len(b.inspect) != 1 {
		t.Errorf("took %+v", b)
	}
	if !c.due().IsZero() {
		t.Error("something was left behind")
	}
	c.add(event{kind: "network", action: "create"}, start)
	if !c.due().IsZero() {
		t.Error("an event of no interest is due")
	}
}

func TestCoalescerImages(t *testing.T) {
	for name, test := range map[string]struct {
		coalescer coalescer
		events    string // "action id" lines; a number is an image ID
		inspect   string
		gone      string
		list      bool
		measure   bool
	}{
		"tag":                      {events: "tag 1", inspect: "1"},
		"untag":                    {events: "untag 1", inspect: "1"},
		"the same again and again": {events: "tag 1,untag 1,tag 1", inspect: "1"},
		"deleted":                  {events: "untag 1,delete 1", gone: "1", measure: true},
		"deleted and loaded again": {events: "delete 1,load 1", inspect: "1", measure: true},
		"loaded and deleted":       {events: "load 1,untag 1,delete 1", gone: "1", list: true, measure: true}, // it may have taken names
		"pull by reference":        {events: "pull nginx:1", inspect: "nginx:1", measure: true},
		"build":                    {events: "create 1,create 2,tag 2", inspect: "1 2", measure: true},
		"prune":                    {events: "delete 1,prune ", gone: "1", measure: true},
		"of no interest":           {events: "save 1,push a"},
		"load without ID":          {events: "load app.tar", list: true, measure: true},
		"podman may have refused":  {coalescer: coalescer{verifyDeletes: true}, events: "delete 1", inspect: "1", measure: true},
		"podman prune":             {coalescer: coalescer{verifyDeletes: true}, events: "prune ", list: true, measure: true},
	} {
		t.Run(name, func(t *testing.T) {
			for line := range strings.SplitSeq(test.events, ",") {
				action, actor, _ := strings.Cut(line, " ")
				if n, err := strconv.Atoi(actor); err == nil {
					actor = id(n)
				}
				test.coalescer.add(event{kind: "image", action: action, id: actor}, time.Unix(0, 0))
			}
			b := test.coalescer.take()
			var inspect, gone []string
			for name := range b.inspect {
				if wire.IsImageID(name) {
					name = name[len(name)-1:]
				}
				inspect = append(inspect, name)
			}
			for id := range b.gone {
				gone = append(gone, string(id[len(id)-1:]))
			}
			slices.Sort(inspect)
			if got := strings.Join(inspect, " "); got != test.inspect {
				t.Errorf("inspects %q, want %q", got, test.inspect)
			}
			if got := strings.Join(gone, " "); got != test.gone {
				t.Errorf("gone %q, want %q", got, test.gone)
			}
			if b.listImages != test.list || b.usageChanged != test.measure {
				t.Errorf("list %v, measure %v", b.listImages, b.usageChanged)
			}
		})
	}
}

func TestCoalescerContainers(t *testing.T) {
	at := time.Unix(5, 0)
	type events []event
	for name, test := range map[string]struct {
		events  events
		again   map[model.ContainerID]time.Time
		dropped bool
	}{
		"start":            {events{{action: "start", at: at}}, map[model.ContainerID]time.Time{"c": at}, false},
		"died":             {events{{action: "start"}, {action: "die", at: at}}, map[model.ContainerID]time.Time{"c": at}, false},
		"rename":           {events{{action: "rename", at: at}}, map[model.ContainerID]time.Time{"c": {}}, false},
		"rename keeps":     {events{{action: "die", at: at}, {action: "rename"}}, map[model.ContainerID]time.Time{"c": at}, false},
		"destroyed":        {events{{action: "die"}, {action: "destroy"}}, nil, true},
		"podman's removal": {events{{action: "died"}, {action: "remove"}}, nil, true},
		"exec":             {events{{action: "exec_start"}}, nil, false},
	} {
		t.Run(name, func(t *testing.T) {
			var c coalescer
			for _, e := range test.events {
				e.kind, e.id = "container", "c"
				c.add(e, at)
			}
			b := c.take()
			if !maps.Equal(b.containers, test.again) || b.dropped["c"] != test.dropped {
				t.Errorf("again %v, dropped %v", b.containers, b.dropped)
			}
		})
	}
}

// However many things events name while the engine is asked about others, they take little
// memory: beyond a bound everything is listed.
func TestCoalescerFlood(t *testing.T) {
	start := time.Unix(1000, 0)
	for name, flood := range map[string]func(n int) event{
		"images":          func(n int) event { return event{kind: "image", action: "tag", id: id(n)} },
		"names":           func(n int) event { return event{kind: "image", action: "pull", id: "app:" + strconv.Itoa(n)} },
		"deleted images":  func(n int) event { return event{kind: "image", action: "delete", id: id(n)} },
		"containers":      func(n int) event { return event{kind: "container", action: "start", id: strconv.Itoa(n), image: id(n)} },
		"gone containers": func(n int) event { return event{kind: "container", action: "destroy", id: strconv.Itoa(n)} },
	} {
		var c coalescer
		for n := range 2 * mostPending {
			c.add(flood(n), start)
			if things := c.pending.things(); things > mostPending {
				t.Fatalf("%s: %d things are pending after %d events", name, things, n+1)
			}
		}
		if b := c.take(); !b.listImages || !b.listContainers {
			t.Errorf("%s: not everything is listed: %t %t", name, b.listImages, b.listContainers)
		}
	}
}
