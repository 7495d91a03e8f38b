package model

import (
	"fmt"
	"strings"
	"time"

	"github.com/dustin/go-humanize"
)

// named is how many things a sentence names before it counts the rest.
const named = 3

// Age is how long ago something was, such as "3 weeks"; "–" when unknown.
func Age(now, then time.Time) string {
	if then.IsZero() || then.Unix() <= 0 {
		return "–"
	}
	if now.Sub(then) < time.Second {
		return "just now"
	}
	return strings.TrimSpace(humanize.RelTime(then, now, "", ""))
}

// Plural is a count with its noun, such as "1 image" or "1,204 images".
func Plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return humanize.Comma(int64(n)) + " " + noun + "s"
}

// list joins names in a sentence and counts those that would make it long.
func list(names []string) string {
	switch n := len(names); {
	case n == 0:
		return ""
	case n == 1:
		return names[0]
	case n <= named:
		return strings.Join(names[:n-1], ", ") + " and " + names[n-1]
	default:
		return fmt.Sprintf("%s and %d more", strings.Join(names[:named], ", "), n-named)
	}
}

// Words is the container with its state and since when, such as
// "web-3 (exited 2 weeks ago)".
func (c *Container) Words(now time.Time) string {
	since := c.Since
	if since.IsZero() {
		since = c.Created
	}
	ago := Age(now, since)
	switch {
	case ago == "–":
		return fmt.Sprintf("%s (%s)", c.Name, c.State)
	case ago == "just now":
		return fmt.Sprintf("%s (%s just now)", c.Name, c.State)
	case c.Since.IsZero():
		return fmt.Sprintf("%s (%s, created %s ago)", c.Name, c.State, ago)
	case c.State.Running():
		return fmt.Sprintf("%s (%s for %s)", c.Name, c.State, ago)
	}
	return fmt.Sprintf("%s (%s %s ago)", c.Name, c.State, ago)
}

// Words is the blocker as a sentence without a full stop.
func (b *Blocker) Words(now time.Time) string {
	switch b.Kind {
	case BlockerRunning, BlockerStopped:
		names := make([]string, len(b.Containers))
		for i, c := range b.Containers {
			names[i] = c.Words(now)
		}
		state := "stopped"
		if b.Kind == BlockerRunning {
			state = "running"
		}
		if len(names) == 1 {
			return "used by the " + state + " container " + names[0]
		}
		return fmt.Sprintf("used by %d %s containers: %s", len(names), state, list(names))
	case BlockerDescendant:
		names := make([]string, len(b.Images))
		for i, image := range b.Images {
			names[i] = image.Name()
		}
		if len(names) == 1 {
			return "parent of " + names[0] + ", which stays"
		}
		return fmt.Sprintf("parent of %d images that stay: %s", len(names), list(names))
	case BlockerReference:
		return "the image stays as " + list(b.Refs) + "; only this name goes and no space comes back"
	}
	return "blocked"
}

// Words is what choosing the remedy does, for the blocker and store at hand.
func (r Remedy) Words(b *Blocker, store Store, tagged bool) string {
	switch r {
	case RemedySkip:
		return "leave it alone"
	case RemedyRemoveStopped:
		switch len(b.Containers) {
		case 0: // told by the engine, which does not count them
			return "remove the stopped containers first"
		case 1:
			return "remove the stopped container first"
		}
		return fmt.Sprintf("remove the %d stopped containers first", len(b.Containers))
	case RemedyStopRemove:
		return "stop and remove its containers first"
	case RemedyMarkDescendants:
		return "remove the images built on it too"
	case RemedyUntag:
		return "only take its name away; the bytes stay until the images built on it go"
	case RemedyMarkReferences:
		return "remove its other names too, and so the image"
	case RemedyForce:
		return EffectOfForce(store, b.Kind == BlockerRunning, tagged).Words()
	case RemedyNone:
	}
	return ""
}

// Words is what force does, as a sentence without a full stop.
func (f ForceEffect) Words() string {
	switch f {
	case ForceRefused:
		return "force: this engine refuses all the same"
	case ForceUntags:
		return "force: this engine only takes the name away; an untagged image stays and no space comes back"
	case ForceDeletesKeepingBytes:
		return "force: the image goes now, its bytes only when the containers go"
	case ForceKillsContainers:
		return "force: Podman KILLS and removes the containers that use it"
	case ForceNothing:
	}
	return "force: nothing to force"
}
