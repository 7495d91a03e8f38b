package inventory

import (
	"time"

	"github.com/cenkalti/backoff/v5"

	"jettison/model"
)

const (
	// maxRetryDelay bounds the back-off between attempts to open the event stream.
	maxRetryDelay = 30 * time.Second
	// steadyAfter is how long a stream must have been open for the back-off to start over.
	steadyAfter = 5 * time.Second
)

// eventLink is the state of the event stream. It is a plain state machine.
type eventLink struct {
	state     model.Link
	trying    bool // an attempt is under way or the stream is open
	retryAt   time.Time
	staleFrom time.Time
	openedAt  time.Time
	problem   *model.Problem
	delays    *backoff.ExponentialBackOff
}

// due reports whether it is time to open the stream.
func (l *eventLink) due(now time.Time) bool { return !l.trying && !now.Before(l.retryAt) }

func (l *eventLink) begin() { l.trying, l.retryAt = true, time.Time{} }

// opened notes that the stream is open, and reports whether it had been lost, so that the
// inventory must be reloaded first.
func (l *eventLink) opened(now time.Time) (lost bool) {
	l.openedAt = now
	if l.state == model.LinkStale {
		return true
	}
	l.live()
	return false
}

// live notes that the inventory is current.
func (l *eventLink) live() { l.state, l.staleFrom, l.problem = model.LinkLive, time.Time{}, nil }

// broke notes that the stream could not be opened or was lost.
func (l *eventLink) broke(now time.Time, problem *model.Problem) {
	if !l.openedAt.IsZero() && now.Sub(l.openedAt) >= steadyAfter {
		l.delays.Reset()
	}
	if l.state != model.LinkStale {
		l.state, l.staleFrom = model.LinkStale, now
	}
	l.trying, l.openedAt, l.problem = false, time.Time{}, problem
	l.retryAt = now.Add(l.delays.NextBackOff())
}

// retryNow ends the wait for the next attempt.
func (l *eventLink) retryNow(now time.Time) {
	if !l.trying {
		l.retryAt = now
	}
}
