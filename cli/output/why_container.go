package output

import (
	"fmt"
	"io"
	"strings"
	"time"

	"jettison/model"
	"jettison/model/words"
)

// WhyContainer is what blocks the removal of one container.
type WhyContainer struct {
	inv       *model.Inventory
	container *model.Container
	now       time.Time

	plan *model.Plan
	// advised is the plan with the flags that are advised; nil when nothing blocks it.
	advised *model.Plan
	flags   []string
}

// NewWhyContainer finds out what blocks the removal of a container.
func NewWhyContainer(inv *model.Inventory, c *model.Container, now time.Time) *WhyContainer {
	keys := []model.Key{{Target: c.Target()}}
	w := &WhyContainer{inv: inv, container: c, now: now, plan: model.NewPlan(inv, keys, nil)}
	var chosen model.Remedies
	for _, b := range w.blockers() {
		if remedy, ok := flagged(&b); ok {
			chosen = chosen.With(remedy)
			w.flags = append(w.flags, flagOf(remedy))
		}
	}
	if chosen != 0 {
		w.advised = model.NewPlan(inv, keys, model.Choices{c.Target(): chosen})
	}
	return w
}

// Plan returns the plan of the removal, with the flags that are advised.
func (w *WhyContainer) Plan() *model.Plan {
	if w.advised != nil {
		return w.advised
	}
	return w.plan
}

func (w *WhyContainer) blockers() []model.Blocker {
	if len(w.plan.Steps) == 0 {
		return nil
	}
	return w.plan.Steps[0].Blockers
}

func (w *WhyContainer) teller() teller { return teller{now: w.now, engine: w.inv.Engine} }

// WriteText writes it in words.
func (w *WhyContainer) WriteText(out io.Writer) error {
	var text strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&text, format+"\n", args...) }
	c := w.container
	image, _ := w.inv.ImageName(c)
	line("%s", c.Name)
	line("  container %s of %s, %s written, %s", c.ID.Short(), image, words.Size(c.Size), words.ContainerState(c, w.now))
	for _, fact := range words.ContainerFacts(c) {
		line("  %s", fact)
	}
	blockers, t := w.blockers(), w.teller()
	switch {
	case len(w.plan.Pinned) > 0:
		line("It stays: %s.", words.HeldBack(w.plan))
	case c.External:
		line("%s", words.External(c))
	case len(blockers) == 0:
		line("Nothing blocks it.")
	default:
		line("Its removal is blocked:")
	}
	for i := range blockers {
		b := &blockers[i]
		line("  %s", words.Blocker(b, w.now))
		for _, remedy := range b.Remedies {
			if of := t.remedy(b, remedy); remedy != model.RemedySkip {
				line("    %-19s %s", of.Flag, of.Text)
			}
		}
	}
	if plan := w.Plan(); plan.ReadySteps() > 0 {
		lead := "Removing it"
		if len(w.flags) > 0 {
			lead = "With " + strings.Join(w.flags, " ") + ", removing it"
		}
		line("%s frees %s; its volumes stay.", lead, words.Bytes(plan.Reclaim))
	}
	_, err := io.WriteString(out, text.String())
	return err
}

// whyContainerDocument is the document of kind "why" about a container.
type whyContainerDocument struct {
	Header
	Container listedContainerJSON `json:"container"`
	Blocked   bool                `json:"blocked"`
	Blockers  []blockerJSON       `json:"blockers"`
	Pinned    []heldJSON          `json:"pinned"`
	Flags     []string            `json:"flags"`
	Reclaim   Bytes               `json:"reclaim"`
}

// WriteJSON writes the document of kind "why".
func (w *WhyContainer) WriteJSON(out io.Writer) error {
	list := &Containers{Inventory: w.inv, Now: w.now}
	blockers, t := w.blockers(), w.teller()
	document := whyContainerDocument{
		Header: header(KindWhy, w.inv.Engine, w.inv.Taken), Container: list.json(w.container),
		Blocked:  len(blockers)+len(w.plan.Pinned) > 0 || len(w.plan.Steps) == 0,
		Blockers: []blockerJSON{}, Pinned: heldOf(w.plan), Flags: listOf(w.flags, itself), Reclaim: bytesOf(w.Plan().Reclaim),
	}
	for i := range blockers {
		document.Blockers = append(document.Blockers, t.blocker(&blockers[i]))
	}
	return WriteJSON(out, document)
}
