package sim

import (
	"math/rand/v2"
	"path"
	"strings"
	"sync"
	"time"
)

// Match says which requests are meant. Empty fields match anything.
type Match struct {
	Method string // "DELETE"
	// Path is the path without the API version; "*" matches any characters, slashes too:
	// "/images/*/history".
	Path string
}

func (m Match) matches(c *call) bool {
	if m.Method != "" && m.Method != c.Method {
		return false
	}
	return m.Path == "" || glob(m.Path, c.path)
}

// glob reports whether the pattern matches the text. Its stars match slashes too, which
// image names have.
func glob(pattern, text string) bool {
	matched, err := path.Match(flat(pattern), flat(text))
	return err == nil && matched
}

func flat(s string) string { return strings.ReplaceAll(s, "/", "\x00") }

// Latency is how long matching requests take.
type Latency struct {
	Match
	Base   time.Duration
	Jitter time.Duration // up to so much more, by chance
	// PerItem is added for each layer of an image to be removed, or for each
	// image of a list.
	PerItem time.Duration
}

type delays struct {
	mu    sync.Mutex
	rules []Latency
}

func (d *delays) set(rules []Latency) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.rules = rules
}

// SetLatency replaces how long requests take.
func (e *Engine) SetLatency(rules ...Latency) { e.delays.set(rules) }

func (d *delays) of(e *Engine, c *call) time.Duration {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, rule := range d.rules {
		if !rule.matches(c) {
			continue
		}
		delay := rule.Base
		if rule.Jitter > 0 {
			delay += rand.N(rule.Jitter)
		}
		if rule.PerItem > 0 {
			delay += time.Duration(e.items(c)) * rule.PerItem
		}
		return delay
	}
	return 0
}

// wait waits for the latency of the call. It reports false if the client went away
// meanwhile.
func (d *delays) wait(e *Engine, c *call) bool {
	delay := d.of(e, c)
	if delay <= 0 {
		return true
	}
	timer := time.NewTimer(delay)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-c.Context().Done():
		return false
	}
}

// items counts the layers or images that a call is about.
func (e *Engine) items(c *call) int {
	e.mu.Lock()
	defer e.mu.Unlock()
	if c.name == "" {
		return len(e.st.images)
	}
	found, err := e.st.find(c.name)
	if err != nil || found.image.History.Top() == nil {
		return 0
	}
	return found.image.History.Top().Depth
}
