package output

import (
	"io"
	"strings"
	"time"

	"jettison/model"
	"jettison/model/size"
	"jettison/model/words"
	"jettison/store/wire"
)

// Removal is how a plan was carried out, to be printed.
type Removal struct {
	Plan
	Progress *model.Progress // of the job, ended
	// Before and After are the engine as it was measured; nil where it was not.
	Before, After *model.Inventory
	// Changed are planned steps that were left out since the engine changed.
	Changed []ChangedStep
	// Platforms are those that were asked for; empty where whole images were.
	Platforms []string
}

// RulePolicy is what the words about a removal by a policy begin with.
const RulePolicy = "policy "

// What is what the removal is about, in a few words.
func (r *Removal) What() string {
	switch {
	case r.Policy != "":
		return RulePolicy + r.Policy
	case r.Query != "" && len(r.Platforms) > 0:
		return "rm --platform " + strings.Join(r.Platforms, ",") + " " + r.Query
	case r.Query != "":
		return "rm " + r.Query
	}
	return "rm of a plan"
}

// ChangedStep is a step of a plan that was read and that is not carried out.
type ChangedStep struct {
	Step   int    `json:"step"` // its place among the ready steps of the document
	Action string `json:"action"`
	Name   string `json:"name"`
	Gone   bool   `json:"gone"` // there was nothing left to do
	Why    string `json:"why"`
}

// NewChangedStep names a planned step that changed.
func NewChangedStep(planned []model.Planned, changed model.Changed) ChangedStep {
	p := &planned[changed.Step]
	name := p.Target.Short()
	if len(p.Refs) > 0 {
		name = p.Refs[0]
	}
	if p.Platform != "" {
		name += " " + p.Platform
	}
	return ChangedStep{changed.Step, wire.Action(p.Action, p.Target.Kind), model.Clean(name), changed.Gone(), model.Clean(words.Change(&changed.Change))}
}

// WriteText writes what was done, in the order of the plan, and what came back.
func (r *Removal) WriteText(w io.Writer) error {
	var text strings.Builder
	freed := "FREED"
	if !r.Progress.Lists() {
		freed = "PREDICTED"
	}
	columns := []column{{title: "DONE"}, {title: "WHAT"}, {title: "ID"}, {title: freed, right: true}, {title: "HOW"}}
	var rows [][]string
	for i := range r.Plan.Plan.Steps {
		step, event := &r.Plan.Plan.Steps[i], r.Progress.Step(i)
		if event.State.Succeeded() {
			rows = append(rows, []string{doneWord(step, &event), subject(step), step.Thing.Target().Short(), r.freed(step, &event), words.StepResult(step, &event)})
		}
	}
	if len(rows) > 0 {
		if err := writeTable(&text, columns, rows); err != nil {
			return err
		}
		text.WriteString("\n")
	}
	text.WriteString(r.totals() + "\n")
	_, err := io.WriteString(w, text.String())
	return err
}

func doneWord(step *model.Step, event *model.StepEvent) string {
	switch {
	case event.State == model.StepGone:
		return "gone"
	case step.Action == model.ActionUntag:
		return "untagged"
	case step.Removes(model.KindImage):
		return "deleted"
	}
	return "removed"
}

// freed is the bytes that a step freed, or what was predicted of it where the engine does
// not list what it deletes.
func (r *Removal) freed(step *model.Step, event *model.StepEvent) string {
	freed, listed := r.Progress.FreedBy(event)
	switch {
	case !step.Frees() || event.State != model.StepDone:
	case listed:
		return words.Bytes(freed)
	case !r.Progress.Lists():
		return words.Bytes(step.Reclaim)
	}
	return words.Unknown
}

// cameBack is what came back of the whole removal; ok is false when that is not known.
func (r *Removal) cameBack() (back size.Range, ok bool) {
	report := model.CompareReclaim(r.Before, r.After, r.Progress)
	return report.CameBack()
}

// totals is what was done in all, what was predicted and what came back.
func (r *Removal) totals() string {
	g := r.Progress
	var parts []string
	words.Amounts{Things: g.Removed, Names: r.untagged(), Platforms: g.Platforms}.Each(func(n int, sort words.Sort) {
		parts = append(parts, words.Plural(n, sort.Noun)+" "+sort.Taken)
	})
	line := "Nothing was removed"
	if len(parts) > 0 {
		line = strings.Join(parts, ", ")
	}
	line += ": predicted " + words.Bytes(r.Plan.Plan.Reclaim)
	if back, known := r.cameBack(); known {
		return line + ", freed " + words.Bytes(back) + "."
	}
	return line + "; what came back was not measured."
}

// untagged counts the names that were taken away and whose images stay.
func (r *Removal) untagged() int {
	n := 0
	for i := range r.Plan.Plan.Steps {
		if r.Plan.Plan.Steps[i].Action == model.ActionUntag && r.Progress.StepState(i) == model.StepDone {
			n++
		}
	}
	return n
}

// WriteProblems writes what was not done, with the reasons.
func (r *Removal) WriteProblems(w io.Writer) error {
	var text strings.Builder
	for _, c := range r.Changed {
		text.WriteString("jettison: left out: " + c.Action + " " + c.Name + ": " + c.Why + "\n")
	}
	for i := range r.Plan.Plan.Steps {
		step, event := &r.Plan.Plan.Steps[i], r.Progress.Step(i)
		if !step.Ready || event.State.Succeeded() || event.State == model.StepCanceled || event.Refusal == nil {
			continue
		}
		why, advice := words.Refusal(event.Refusal)
		text.WriteString("jettison: " + words.StepState(event.State) + ": " + words.Verb(step) + " " + subject(step) + ": " + why + "\n")
		if advice != "" {
			text.WriteString("  " + advice + "\n")
		}
		if raw := event.Refusal.Raw; raw != "" {
			text.WriteString("  The engine says: " + raw + "\n")
		}
	}
	if n := r.Progress.Canceled; n > 0 {
		text.WriteString("jettison: " + words.Plural(n, "step") + " not begun: the removal was cancelled\n")
	}
	if problem := r.Progress.Problem; problem != nil {
		text.WriteString("jettison: it ended early: " + words.ProblemLine(problem) + "\n")
	}
	_, err := io.WriteString(w, text.String())
	return err
}

// removalDocument is the document of kind "removal".
type removalDocument struct {
	Header
	Query    string      `json:"query"`
	Policy   *policyJSON `json:"policy"` // null when it is not that of a policy
	Started  time.Time   `json:"started"`
	Ended    time.Time   `json:"ended"`
	Steps    []stepJSON  `json:"steps"`
	Done     int         `json:"done"`     // steps, those included whose thing was gone
	Failed   int         `json:"failed"`   // steps that did not do all that they should
	Canceled int         `json:"canceled"` // steps that were not begun
	Blocked  int         `json:"blocked"`  // steps that the plan had as blocked
	Images   int         `json:"images"`   // that were deleted, parents included
	Untagged int         `json:"untagged"` // names that were taken away, images staying
	// Platforms is how many were removed from images that stay.
	Platforms int `json:"platforms"`
	// Containers is how many were removed.
	Containers int `json:"containers"`
	// Volumes is how many were removed.
	Volumes int `json:"volumes"`
	// CacheRecords is how many were removed of the build cache.
	CacheRecords int           `json:"cacheRecords"`
	Predicted    Bytes         `json:"predicted"`
	Freed        *Bytes        `json:"freed"`   // null when it was neither listed by the engine nor measured
	Changed      []ChangedStep `json:"changed"` // left out of a plan that was read
}

// outcomeJSON is how a step went.
type outcomeJSON struct {
	State    string          `json:"state"`
	At       *time.Time      `json:"at"`
	Untagged []string        `json:"untagged"`
	Deleted  []model.ImageID `json:"deleted"`
	Refusal  *refusalJSON    `json:"refusal,omitempty"`
	// Along is what the step took although the plan does not list it.
	Along []alongJSON `json:"along,omitempty"`
}

// alongJSON is what a step took along.
type alongJSON struct {
	Step      int           `json:"step"`      // its place in the journal
	Reference *string       `json:"reference"` // null for an image without a name
	Image     model.ImageID `json:"image"`
	Deleted   bool          `json:"deleted"` // the image went, not only the name
	Back      string        `json:"back"`
	Why       string        `json:"why,omitempty"` // it is not back as it was
}

func alongOf(a model.Along) alongJSON {
	why := words.RestoreFailure(a.Failure)
	if len(a.Differs) > 0 {
		why = words.Differences(a.Differs)
	}
	return alongJSON{a.Step, text(a.Ref), a.Image, a.Deleted, wire.AlongBacks().Of(a.Back), why}
}

// refusalJSON is why a step did not do what it should.
type refusalJSON struct {
	Text   string `json:"text"`
	Advice string `json:"advice,omitempty"`
	Raw    string `json:"raw,omitempty"` // the engine's words
}

// WriteJSON writes the document of kind "removal".
func (r *Removal) WriteJSON(w io.Writer) error {
	g := r.Progress
	document := removalDocument{
		Header: header(KindRemoval, r.Plan.Plan.Engine, r.Plan.Plan.Taken), Query: r.Query, Policy: r.policy(), Started: g.Started, Ended: g.Ended,
		Steps: r.steps(), Done: g.Done, Failed: g.Problems(), Canceled: g.Canceled, Blocked: r.Plan.Plan.Blocked,
		Images: g.Removed[model.KindImage], Untagged: r.untagged(), Platforms: g.Platforms, Containers: g.Removed[model.KindContainer],
		Volumes: g.Removed[model.KindVolume], CacheRecords: g.Removed[model.KindCache],
		Predicted: bytesOf(r.Plan.Plan.Reclaim), Changed: listOf(r.Changed, itself),
	}
	if back, known := r.cameBack(); known {
		freed := bytesOf(back)
		document.Freed = &freed
	}
	for i := range document.Steps {
		if document.Steps[i].Ready {
			document.Steps[i].Outcome = outcomeOf(g.Step(i))
		}
	}
	return WriteJSON(w, document)
}

func outcomeOf(event model.StepEvent) *outcomeJSON {
	outcome := &outcomeJSON{
		State: wire.States().Of(event.State), At: moment(event.At), Untagged: listOf(event.Untagged, itself), Deleted: listOf(event.Deleted, itself),
	}
	if event.Refusal != nil {
		text, advice := words.Refusal(event.Refusal)
		outcome.Refusal = &refusalJSON{text, advice, event.Refusal.Raw}
		for _, along := range event.Refusal.Along {
			outcome.Along = append(outcome.Along, alongOf(along))
		}
	}
	return outcome
}
