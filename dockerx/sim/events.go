package sim

import (
	"bytes"
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/moby/moby/api/types/events"

	"jettison/model"
)

// recentEvents is how many past events an engine remembers (moby,
// daemon/events.go).
const recentEvents = 256

// event is an event as engines send it, with the fields of old API versions
// that they still add for images and containers.
type event struct {
	Status string `json:"status,omitempty"`
	ID     string `json:"id,omitempty"`
	From   string `json:"from,omitempty"`
	events.Message
}

// hub hands events to the streams that listen.
type hub struct {
	mu      sync.Mutex
	recent  []event
	streams map[*stream]struct{}
	last    int64 // nanoseconds of the last event: times never go back
}

// stream holds the events that one listener has not been sent yet.
type stream struct {
	mu      sync.Mutex
	pending []event
	wake    chan struct{}
	cut     chan struct{} // closed to end the stream
}

func newHub() *hub { return &hub{streams: map[*stream]struct{}{}} }

func (h *hub) publish(now time.Time, messages ...event) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for i := range messages {
		h.last = max(h.last+1, now.UnixNano())
		messages[i].Scope = "local"
		messages[i].TimeNano = h.last
		messages[i].Time = h.last / int64(time.Second)
	}
	h.recent = append(h.recent, messages...)
	if over := len(h.recent) - recentEvents; over > 0 {
		h.recent = slices.Clone(h.recent[over:])
	}
	for s := range h.streams {
		s.add(messages)
	}
}

// subscribe opens a stream that begins with the remembered events since a
// time; zero for none.
func (h *hub) subscribe(since time.Time) *stream {
	h.mu.Lock()
	defer h.mu.Unlock()
	s := &stream{wake: make(chan struct{}, 1), cut: make(chan struct{})}
	if !since.IsZero() {
		for _, e := range h.recent {
			if e.TimeNano >= since.UnixNano() {
				s.pending = append(s.pending, e)
			}
		}
	}
	h.streams[s] = struct{}{}
	return s
}

func (h *hub) unsubscribe(s *stream) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.streams, s)
}

// Listeners is how many event streams are open.
func (e *Engine) Listeners() int {
	e.events.mu.Lock()
	defer e.events.mu.Unlock()
	return len(e.events.streams)
}

// cut ends all streams.
func (h *hub) cut() {
	h.mu.Lock()
	defer h.mu.Unlock()
	for s := range h.streams {
		close(s.cut)
		delete(h.streams, s)
	}
}

func (s *stream) add(messages []event) {
	s.mu.Lock()
	s.pending = append(s.pending, messages...)
	s.mu.Unlock()
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

func (s *stream) take() []event {
	s.mu.Lock()
	defer s.mu.Unlock()
	taken := s.pending
	s.pending = nil
	return taken
}

// streamEvents serves /events.
func (e *Engine) streamEvents(w http.ResponseWriter, c *call) {
	since, err := eventTime(c.query.Get("since"))
	until, err2 := eventTime(c.query.Get("until"))
	if err == nil {
		err = err2
	}
	if err != nil {
		write(w, c, http.StatusInternalServerError, errorBody(err.Error()))
		return
	}
	wanted, apiErr := parseFilters(c, "type", "event", "image", "container")
	if apiErr != nil {
		write(w, c, apiErr.status, errorBody(apiErr.message))
		return
	}
	s := e.events.subscribe(since)
	defer e.events.unsubscribe(s)
	ctx := c.Context()
	if !until.IsZero() {
		limited, cancel := context.WithTimeout(ctx, until.Sub(e.now()))
		defer cancel()
		ctx = limited
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusOK)
	flush := http.NewResponseController(w).Flush
	if c.fault != nil {
		cut(w)
		return
	}
	for flush() == nil {
		if sendEvents(w, s.take(), wanted, until) != nil {
			return
		}
		if flush() != nil {
			return
		}
		select {
		case <-s.wake:
		case <-s.cut:
			cut(w)
			return
		case <-ctx.Done():
			return
		}
	}
}

func sendEvents(w http.ResponseWriter, pending []event, wanted filters, until time.Time) error {
	var lines bytes.Buffer
	encoder := json.NewEncoder(&lines)
	for _, message := range pending {
		if !until.IsZero() && message.TimeNano > until.UnixNano() || !wanted.event(message) {
			continue
		}
		if err := encoder.Encode(message); err != nil {
			return err
		}
	}
	_, err := w.Write(lines.Bytes())
	return err
}

// eventTime parses "seconds" or "seconds.nanoseconds"; an empty text is the zero time.
func eventTime(text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	whole, fraction, _ := strings.Cut(text, ".")
	seconds, err := strconv.ParseInt(whole, 10, 64)
	if err != nil {
		return time.Time{}, err
	}
	var nanos int64
	if fraction != "" {
		if nanos, err = strconv.ParseInt((fraction + "000000000")[:9], 10, 64); err != nil {
			return time.Time{}, err
		}
	}
	return time.Unix(seconds, nanos), nil
}

// emitImage sends an event about an image; name is the name in the event.
func (e *Engine) emitImage(action events.Action, id model.ImageID, name string, labels map[string]string) {
	attributes := maps.Clone(labels)
	if attributes == nil {
		attributes = map[string]string{}
	}
	attributes["name"] = name
	actor := e.imageID(id)
	e.events.publish(e.now(), event{
		Status: string(action), ID: actor,
		Message: events.Message{
			Type: events.ImageEventType, Action: action,
			Actor: events.Actor{ID: actor, Attributes: attributes},
		},
	})
}

// emitContainer sends an event about a container; more are pairs of further
// attributes.
func (e *Engine) emitContainer(action events.Action, c *container, more ...string) {
	attributes := maps.Clone(c.Labels)
	if attributes == nil {
		attributes = map[string]string{}
	}
	attributes["image"], attributes["name"] = c.ImageRef, c.Name
	for i := 0; i+1 < len(more); i += 2 {
		attributes[more[i]] = more[i+1]
	}
	e.events.publish(e.now(), event{
		Status: string(action), ID: string(c.ID), From: c.ImageRef,
		Message: events.Message{
			Type: events.ContainerEventType, Action: action,
			Actor: events.Actor{ID: string(c.ID), Attributes: attributes},
		},
	})
}
