package output

import (
	"io"
	"strings"
	"time"

	"jettison/model"
	"jettison/model/words"
	"jettison/store/wire"
)

// Restore is how a removal was taken back, or would be, to be printed.
type Restore struct {
	Removal string // its ID
	Plan    *model.RestorePlan
	Taken   time.Time // when the engine was asked for its images
	// Events are how the steps ended; those that are StepWaiting were not begun.
	Events []model.RestoreEvent
}

// There is how many steps have nothing left to do.
func (r *Restore) There() int {
	n := 0
	for i := range r.Plan.Steps {
		step := &r.Plan.Steps[i]
		if r.Events[i].State == model.StepDone || step.Way == model.RestoreNothing {
			n++
		}
	}
	return n
}

// WriteText writes a line for each step, and what it comes to.
func (r *Restore) WriteText(w io.Writer) error {
	columns := []column{{title: "STATE"}, {title: "WHAT"}, {title: "ID"}, {title: "HOW"}}
	rows := make([][]string, 0, len(r.Plan.Steps))
	failed, back := 0, 0
	for i := range r.Plan.Steps {
		step, event := &r.Plan.Steps[i], &r.Events[i]
		switch event.State {
		case model.StepDone:
			back++
		case model.StepFailed:
			failed++
		default:
		}
		rows = append(rows, cleaned(r.state(i), restored(step), step.Target.Short(), how(step, event)))
	}
	var text strings.Builder
	if err := writeTable(&text, columns, rows); err != nil {
		return err
	}
	text.WriteString("\n" + r.totals(back, failed) + "\n")
	_, err := io.WriteString(w, text.String())
	return err
}

// restored is what a step is about.
func restored(step *model.RestoreStep) string {
	if len(step.Refs) > 0 {
		return strings.Join(step.Refs, ", ")
	}
	return step.Name
}

// state is a step's state in a word.
func (r *Restore) state(i int) string {
	step, event := &r.Plan.Steps[i], &r.Events[i]
	switch {
	case event.State.Ended():
		return words.StepState(event.State)
	case step.Way == model.RestoreNothing:
		return "there"
	case !step.Doable():
		return "can't"
	case step.Unsure:
		return "may"
	}
	return "can"
}

// how is how a step was done, or will be.
func how(step *model.RestoreStep, event *model.RestoreEvent) string {
	text := words.RestoreStep(step)
	switch {
	case event.Failure != nil:
		text = words.RestoreFailure(event.Failure)
	case event.State == model.StepDone:
		text = doneHow(step.Way, step.Backup)
		if len(event.Differs) > 0 {
			text += "; " + words.Differences(event.Differs)
		}
		return text
	}
	if len(step.Taken) > 0 && step.Doable() {
		text += "; " + strings.Join(step.Taken, ", ") + " is another image's by now"
	}
	return text
}

func doneHow(way model.RestoreWay, backup string) string {
	switch way {
	case model.RestoreLoad:
		return "loaded from the backup " + backup
	case model.RestorePull:
		return "pulled by digest"
	case model.RestoreTag:
		return "named again"
	case model.RestoreNothing, model.RestoreImpossible:
	}
	return ""
}

// differ is how many steps are done and not as before.
func (r *Restore) differ() int {
	n := 0
	for i := range r.Events {
		if len(r.Events[i].Differs) > 0 || r.Plan.Steps[i].Way == model.RestoreNothing && len(r.Plan.Steps[i].Taken) > 0 {
			n++
		}
	}
	return n
}

func (r *Restore) totals(back, failed int) string {
	doable, never := r.Plan.Doable(), r.Plan.Impossible()
	var parts []string
	switch {
	case back+failed > 0:
		parts = append(parts, words.Plural(back, "step")+" taken back")
	case doable > r.Plan.Unsure():
		parts = append(parts, words.Plural(doable-r.Plan.Unsure(), "step")+" can be taken back")
	case doable == 0:
		parts = append(parts, "Nothing to take back")
	}
	if unsure := r.Plan.Unsure(); unsure > 0 && back+failed == 0 {
		parts = append(parts, words.Plural(unsure, "step")+" may be taken back, if a registry has the image")
	}
	if differ := r.differ(); differ > 0 {
		parts = append(parts, words.Plural(differ, "step")+" not as before")
	}
	if failed > 0 {
		parts = append(parts, words.Plural(failed, "step")+" failed")
	}
	if never > 0 {
		parts = append(parts, words.Plural(never, "step")+" can't be taken back")
	}
	return strings.Join(parts, ", ") + "."
}

// restoreDocument is the document of kind "restore".
type restoreDocument struct {
	Header
	Removal string         `json:"removal"` // its ID
	Steps   []restoredJSON `json:"steps"`
}

// restoredJSON is a step of it.
type restoredJSON struct {
	Step       int           `json:"step"` // its place in the plan of the removal
	Action     string        `json:"action"`
	Name       string        `json:"name"`
	Target     *wire.Target  `json:"target"`
	For        *wire.Target  `json:"for,omitempty"` // the target that it made way for
	Image      model.ImageID `json:"image"`         // the target, or the image that it made way for
	References []string      `json:"references"`    // that it lost
	Way        string        `json:"way"`
	Names      []string      `json:"names"`            // that it gets
	Taken      []string      `json:"taken"`            // that other images have by now
	Backup     string        `json:"backup,omitempty"` // that has it
	Why        string        `json:"why,omitempty"`    // it can't be brought back
	// Outcome is null before it was tried.
	Outcome *restoreOutcomeJSON `json:"outcome"`
}

// restoreOutcomeJSON is how a step ended.
type restoreOutcomeJSON struct {
	State   string    `json:"state"`
	At      time.Time `json:"at"`
	Tagged  []string  `json:"tagged"`
	Differs string    `json:"differs,omitempty"`
	Why     string    `json:"why,omitempty"`
}

// WriteJSON writes the document of kind "restore".
func (r *Restore) WriteJSON(w io.Writer) error {
	document := restoreDocument{Header: header(KindRestore, r.Plan.Engine, r.Taken), Removal: r.Removal, Steps: []restoredJSON{}}
	for i := range r.Plan.Steps {
		step, event := &r.Plan.Steps[i], &r.Events[i]
		one := restoredJSON{
			Step: step.Step, Action: wire.Action(step.Action, step.Target.Kind), Name: step.Name,
			Target: wire.TargetOf(step.Target), For: wire.TargetOf(step.For), Image: step.Image(), References: listOf(step.Refs, itself),
			Way: wayNames().Of(step.Way), Names: listOf(step.Names, itself), Taken: listOf(step.Taken, itself), Backup: step.Backup,
		}
		if step.Way == model.RestoreImpossible {
			one.Why = words.Irretrievable(&step.Removed)
		}
		if event.State.Ended() {
			one.Outcome = &restoreOutcomeJSON{wire.States().Of(event.State), event.At, listOf(event.Tagged, itself), words.Differences(event.Differs), words.RestoreFailure(event.Failure)}
		}
		document.Steps = append(document.Steps, one)
	}
	return WriteJSON(w, document)
}
