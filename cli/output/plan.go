package output

import (
	"fmt"
	"io"
	"strings"
	"time"

	"jettison/model"
	"jettison/model/policy"
	"jettison/model/words"
)

// Plan is a plan to be printed.
type Plan struct {
	Plan  *model.Plan
	Query string // that it was made by; empty for one that was read, and for a policy
	Now   time.Time
	// Policy is the name of the policy that it was made by, and Selection what that
	// selects; nil when it was none.
	Policy    string
	Selection *policy.Selection
}

// WriteText writes the steps in the order in which they are carried out, those
// that are blocked with what helps, and what it all comes to.
func (p *Plan) WriteText(w io.Writer) error {
	var text strings.Builder
	if len(p.Plan.Steps) > 0 {
		columns := []column{{title: "STEP"}, {title: "WHAT"}, {title: "ID"}, {title: "FREES", right: true}, {title: "WHY"}}
		rows := make([][]string, 0, len(p.Plan.Steps))
		for i := range p.Plan.Steps {
			rows = append(rows, p.row(&p.Plan.Steps[i]))
		}
		if err := writeTable(&text, columns, rows); err != nil {
			return err
		}
		text.WriteString("\n")
	}
	p.writeBlocked(&text)
	for _, line := range p.totals() {
		text.WriteString(line + "\n")
	}
	p.writeSelection(&text)
	_, err := io.WriteString(w, text.String())
	return err
}

func (p *Plan) row(step *model.Step) []string {
	action, frees := words.Verb(step), words.Unknown
	switch {
	case !step.Ready && step.Chosen.Has(model.RemedySkip):
		action = "skip"
	case !step.Ready:
		action = "blocked"
	case step.Frees():
		frees = words.Bytes(step.Reclaim)
	}
	return []string{action, subject(step), step.Thing.Target().Short(), frees, p.why(step)}
}

// subject is what a step removes.
func subject(step *model.Step) string {
	text := words.KindPrefix(step.Thing.Target().Kind) + step.Subject()
	if more := len(step.Refs) - 1; more > 0 {
		text += " +" + words.Count(more)
	}
	return text
}

// why is what a person should know of a step.
func (p *Plan) why(step *model.Step) string {
	switch {
	case step.Removes(model.KindContainer):
		return containerNote(step.Container(), p.Now)
	case step.Ready && doing(step) != "":
		return doing(step)
	case !step.Ready && len(step.Blockers) > 0:
		return words.Blocker(&step.Blockers[0], p.Now)
	case step.Added == model.RemedyMarkDescendants:
		return words.AddedDescendant(step)
	case step.Removes(model.KindCache):
		return words.CacheRemoval(step)
	case step.Verdict == model.VerdictOnlyCopy:
		return words.Verdict(step.Verdict)
	case len(step.Prunes) > 0:
		return "with " + words.Plural(len(step.Prunes), "untagged parent")
	}
	return ""
}

// doing is what a ready step does beyond removing a thing; empty for nothing.
func doing(step *model.Step) string {
	switch {
	case step.Effect != model.ForceNothing && (step.Removes(model.KindImage) || step.Effect == model.ForceStrandsServices):
		return strings.TrimPrefix(words.Forced(step), "force: ")
	case step.Removes(model.KindVolume):
		return words.VolumeStep(step)
	case step.Action == model.ActionUntag:
		return untagged(step)
	case step.RemovesPlatform() && step.Verdict != model.VerdictOnlyCopy:
		return "the image stays with its other platforms"
	}
	return ""
}

// containerNote is the state of a container that goes, and what takes its place.
func containerNote(c *model.Container, now time.Time) string {
	text := words.ContainerState(c, now)
	if replaced := words.Replaced(c); replaced != "" {
		text += "; " + replaced
	}
	return text
}

// untagged is what becomes of an image that loses a name.
func untagged(step *model.Step) string {
	switch {
	case len(step.Stranded) > 0:
		return words.Stranded(step)
	case len(step.Keeps) == 0:
		return "the image stays without a name"
	}
	return "the image stays as " + strings.Join(step.Keeps, ", ")
}

// writeBlocked says once for each kind of blocker what helps, with the flags of
// rm; a policy says itself what may be done.
func (p *Plan) writeBlocked(text *strings.Builder) {
	if p.Selection != nil {
		return
	}
	var flags []string          // in the order in which they are met
	does := map[string]string{} // what each does
	for i := range p.Plan.Steps {
		step := &p.Plan.Steps[i]
		if step.Ready || step.Chosen.Has(model.RemedySkip) {
			continue
		}
		t := teller{now: p.Now, engine: p.Plan.Engine, tagged: step.Tagged()}
		for b := range step.Blockers {
			for _, remedy := range step.Blockers[b].Remedies {
				of := t.remedy(&step.Blockers[b], remedy)
				switch said, told := does[of.Flag]; {
				case of.Flag == "":
				case !told:
					flags = append(flags, of.Flag)
					does[of.Flag] = flagWords(remedy, of)
				case said != flagWords(remedy, of):
					does[of.Flag] = "does not do the same to each; 'jettison why REF' says what"
				}
			}
		}
	}
	if len(flags) == 0 {
		return
	}
	text.WriteString("What is blocked would go with:\n")
	for _, flag := range flags {
		fmt.Fprintf(text, "  %-19s %s\n", flag, does[flag])
	}
	text.WriteString("\n")
}

// flagWords is what a flag does to all steps.
func flagWords(remedy model.Remedy, of remedyJSON) string {
	switch remedy {
	case model.RemedyRemoveStopped:
		return "remove the stopped containers first"
	case model.RemedyStopRemove:
		return "stop and remove the containers first"
	case model.RemedyMarkDescendants:
		return "remove what was built on them too"
	default:
		return strings.TrimPrefix(of.Text, "force: ")
	}
}

// totals are what the plan comes to.
func (p *Plan) totals() []string {
	plan := p.Plan
	removals, untags := plan.Ready()
	removals[model.KindImage] = plan.Images // untagged parents among them
	var parts []string
	words.Amounts{Things: removals, Names: untags, Platforms: plan.Platforms}.Each(func(n int, sort words.Sort) {
		parts = append(parts, sort.Takes+" "+words.Plural(n, sort.Noun))
	})
	line := "Nothing to remove"
	if len(parts) > 0 {
		line = "It " + strings.Join(parts, ", ") + " and frees " + words.Bytes(plan.Reclaim)
	}
	if plan.Pruned > 0 {
		line += ", " + words.Plural(plan.Pruned, "untagged parent") + " included"
	}
	lines := []string{line + "."}
	if kept := words.Kept(plan); kept != "" {
		lines = append(lines, kept+".")
	}
	if plan.Held.Max > 0 {
		lines = append(lines, "Containers still hold "+words.Bytes(plan.Held)+" of what is forced, until they go.")
	}
	if files := words.PlatformFiles(plan); files != "" {
		lines = append(lines, strings.ToUpper(files[:1])+files[1:]+".")
	}
	if refused := words.ServicesRefused(plan); refused != "" {
		lines = append(lines, strings.ToUpper(refused[:1])+refused[1:]+".")
	}
	if leaves := words.Leaves(plan); leaves != "" {
		lines = append(lines, leaves+".")
	}
	if only := words.OnlyCopies(plan); only != "" {
		lines = append(lines, only+".")
	}
	if unsaved := words.UnsavedVolumes(plan); unsaved != "" {
		lines = append(lines, unsaved+".")
	}
	if plan.Blocked > 0 {
		lines = append(lines, words.Plural(plan.Blocked, "step")+" blocked.")
	}
	if pinned := words.HeldBack(plan); pinned != "" {
		lines = append(lines, pinned+".")
	}
	return lines
}
