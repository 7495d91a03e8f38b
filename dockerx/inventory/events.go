package inventory

import (
	"context"
	"encoding/json"
	"io"
	"net/url"
	"slices"
	"strconv"
	"time"

	"jettison/dockerx/internal/wire"
)

// event is the part of an engine's event that jettison reads.
type event struct {
	kind   string // "image", "container", …
	action string
	id     string // of the actor; for a pull, a reference
	image  string // for a container, what it was created from, as written
	at     time.Time
}

// wireEvent is an element of the /events stream.
type wireEvent struct {
	Type   string
	Action string
	Actor  struct {
		ID         string
		Attributes struct {
			Image string `json:"image"`
		}
	}
	TimeNano int64 `json:"timeNano"`
	Time     int64 `json:"time"`
}

func (w *wireEvent) event() event {
	at := wire.UnixTime(w.Time)
	if w.TimeNano > 0 {
		at = time.Unix(0, w.TimeNano)
	}
	return event{kind: w.Type, action: w.Action, id: w.Actor.ID, image: w.Actor.Attributes.Image, at: at}
}

// eventQuery selects events from since on; a zero since means from now on. It names each
// event of interest, so that health checks and execs of a busy host do not wake the feed.
// "died" and "remove" are Podman's names.
func eventQuery(since time.Time) (url.Values, error) {
	var types, actions []string
	for _, k := range kinds() {
		of, some := k.events()
		types, actions = append(types, of), append(actions, some...)
	}
	slices.Sort(actions)
	query, err := eventsOf(types, slices.Compact(actions))
	if err == nil && !since.IsZero() {
		query.Set("since", strconv.FormatInt(since.Unix(), 10))
	}
	return query, err
}

func eventsOf(types, actions []string) (url.Values, error) {
	filter, err := json.Marshal(map[string][]string{"type": types, "event": actions})
	if err != nil {
		return nil, err
	}
	return url.Values{"filters": {string(filter)}}, nil
}

// watch follows the engine's events until the context ends or the stream
// breaks, and returns why. opened is called once the stream is open.
func (c fetcher) watch(ctx context.Context, since time.Time, opened func(), each func(event)) error {
	query, err := eventQuery(since)
	if err != nil {
		return err
	}
	return c.follow(ctx, query, opened, each)
}

func (c fetcher) follow(ctx context.Context, query url.Values, opened func(), each func(event)) error {
	return c.Follow(ctx, "/events", query, func(body io.Reader, more func()) error {
		opened()
		dec := json.NewDecoder(body)
		for {
			more()
			var wire wireEvent
			if err := dec.Decode(&wire); err != nil {
				return err
			}
			each(wire.event())
		}
	})
}
