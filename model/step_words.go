package model

import (
	"fmt"
	"strings"
)

// Word is the state in a word or two.
func (s StepState) Word() string {
	switch s {
	case StepRunning:
		return "under way"
	case StepDone:
		return "done"
	case StepGone:
		return "gone"
	case StepPartly:
		return "partly"
	case StepFailed:
		return "failed"
	case StepSkipped:
		return "skipped"
	case StepCanceled:
		return "cancelled"
	case StepUnknown:
		return "unknown"
	case StepWaiting:
	}
	return "waiting"
}

// Verb is what a step does, in a word.
func (s *Step) Verb() string {
	switch {
	case s.Action == ActionUntag:
		return "untag"
	case s.Removes(KindContainer) && s.Stop:
		return "stop"
	case s.Removes(KindContainer):
		return "remove"
	case s.Force:
		return "force"
	}
	return "delete"
}

// Subject is the name of what a step takes away: the first of the references, or
// what the thing is called.
func (s *Step) Subject() string {
	if len(s.Refs) > 0 {
		return s.Refs[0]
	}
	return s.Thing.Called()
}

// DoneWords say what a step that was done left behind or took along; empty when
// there is nothing to say.
func (s *Step) DoneWords(event *StepEvent) string {
	switch {
	case s.Action == ActionUntag && len(s.Keeps) > 0:
		return "the image stays as " + s.Keeps[0]
	case s.Action == ActionUntag:
		return "the image stays without a name"
	case len(event.Deleted) > 1:
		return "with " + Plural(len(event.Deleted)-1, "untagged parent")
	}
	return ""
}

// KeptWords say how much of the images that go stays because others hold it,
// and which; empty when nothing does.
func (p *Plan) KeptWords() string {
	var stays Bytes
	var names []string
	for _, k := range p.Kept {
		if k.Bytes.Max == 0 {
			continue
		}
		stays = stays.Add(k.Bytes)
		name := k.By[0].Name()
		if more := len(k.By) - 1; more > 0 {
			name += " and " + Plural(more, "more image")
		}
		names = append(names, name+" ("+k.Bytes.String()+")")
	}
	if len(names) == 0 {
		return ""
	}
	holders := strings.Join(names[:min(named, len(names))], ", ")
	if more := len(names) - named; more > 0 {
		holders += fmt.Sprintf(" and %d more", more)
	}
	return fmt.Sprintf("%s of %s stay, held by %s", stays, Size(p.Touched), holders)
}

// CachedWords say what the build cache keeps of the layers that no image holds
// any more; empty when it keeps nothing.
func (p *Plan) CachedWords() string {
	switch {
	case p.CacheUnknown:
		return "the build cache is not measured yet; it may keep some of it"
	case p.Cached > 0:
		return "up to " + Size(p.Cached) + " of it may stay in the build cache until `docker builder prune`"
	}
	return ""
}

// ReadyKinds counts the ready steps by their kind.
func (p *Plan) ReadyKinds() (deletions, untags, containers int) {
	for i := range p.Steps {
		switch step := &p.Steps[i]; {
		case !step.Ready:
		case step.Removes(KindImage):
			deletions++
		case step.Action == ActionUntag:
			untags++
		case step.Removes(KindContainer):
			containers++
		}
	}
	return deletions, untags, containers
}
