package output

import (
	"fmt"
	"io"
	"strings"
	"time"

	"jettison/model"
	"jettison/model/words"
)

// Why is what blocks the removal of one image.
type Why struct {
	inv   *model.Inventory
	image *model.Image
	ref   string // empty for the image as a whole
	now   time.Time

	plan *model.Plan // of the whole image
	// advised is the plan that rm makes with the flags that are advised; nil when nothing
	// blocks, or no flag helps.
	advised *model.Plan
	flags   []string
}

// NewWhy finds out what blocks the removal of an image. ref is the name that it
// goes by, empty for none.
func NewWhy(inv *model.Inventory, image *model.Image, ref string, now time.Time) *Why {
	w := &Why{inv: inv, image: image, ref: ref, now: now}
	keys := image.Keys()
	w.plan = model.NewPlan(inv, keys, nil)
	if len(w.blockers()) > 0 {
		w.advise(keys)
	}
	return w
}

// Plan returns the plan of the removal, with the flags that are advised.
func (w *Why) Plan() *model.Plan {
	if w.advised != nil {
		return w.advised
	}
	return w.plan
}

// advise finds the gentlest flags with which rm deletes the image.
func (w *Why) advise(keys []model.Key) {
	var chosen model.Remedies
	for plan := w.plan; ; {
		step := &plan.Steps[len(plan.Steps)-1]
		if step.Ready {
			w.advised = plan
			return
		}
		before := chosen
		for i := range step.Blockers {
			if remedy, ok := flagged(&step.Blockers[i]); ok && !chosen.Has(remedy) {
				chosen = chosen.With(remedy)
				w.flags = append(w.flags, flagOf(remedy))
			}
		}
		if chosen == before {
			w.flags = nil
			return
		}
		choices := model.Choices{}
		for _, image := range w.inv.Images() {
			choices[image.Target()] = chosen
		}
		plan = model.NewPlan(w.inv, keys, choices)
	}
}

// flagged is the gentlest remedy for a blocker that a flag chooses.
func flagged(b *model.Blocker) (remedy model.Remedy, ok bool) {
	for _, remedy := range b.Remedies {
		if flagOf(remedy) != "" {
			return remedy, true
		}
	}
	return model.RemedyNone, false
}

func (w *Why) blockers() []model.Blocker {
	if n := len(w.plan.Steps); n > 0 {
		return w.plan.Steps[n-1].Blockers
	}
	return nil
}

// hidden reports whether the image is a step of a build that nobody can remove
// by itself.
func (w *Why) hidden() bool { return w.inv.Hidden(w.image) }

// others are the names beside the one that was asked about.
func (w *Why) others() []string {
	var others []string
	for _, ref := range w.image.Refs() {
		if ref != w.ref && w.ref != "" {
			others = append(others, ref)
		}
	}
	return others
}

func (w *Why) teller() teller {
	return teller{now: w.now, engine: w.inv.Engine, tagged: len(w.image.Tags) > 0}
}

// verdict is whether the image can go.
func (w *Why) verdict() string {
	switch {
	case w.hidden():
		return "It is a step of a build without a name: it goes with the last image built on it."
	case len(w.plan.Pinned) > 0:
		return "It stays: " + words.HeldBack(w.plan) + "."
	case len(w.blockers()) == 0:
		return "Nothing blocks it."
	}
	return "Its removal is blocked:"
}

// WriteText writes it in words.
func (w *Why) WriteText(out io.Writer) error {
	var text strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&text, format+"\n", args...) }
	name := w.ref
	if name == "" {
		name = w.image.Name()
	}
	line("%s", name)
	line("  image %s, %s, built %s", w.image.ID.Short(), words.Size(w.image.Size), words.Ago(w.now, w.image.Created))
	if platforms := words.Platforms(w.image); platforms != "" {
		line("  for %s", platforms)
	}
	if others := w.others(); len(others) > 0 {
		only := model.Blocker{Kind: model.BlockerReference, Refs: others}
		line("  also named %s", strings.Join(others, ", "))
		line("  removing %s alone: %s", w.ref, words.Blocker(&only, w.now))
	}
	line("%s", w.verdict())
	t := w.teller()
	blockers := w.blockers()
	if len(w.plan.Pinned) > 0 {
		blockers = nil // of what is left of it
	}
	for i := range blockers {
		b := &blockers[i]
		line("  %s", words.Blocker(b, w.now))
		for _, remedy := range b.Remedies {
			if remedy == model.RemedySkip {
				continue
			}
			of := t.remedy(b, remedy)
			if of.Flag == "" {
				of.Flag = "(on the screen)"
			}
			line("    %-19s %s", of.Flag, strings.TrimPrefix(of.Text, "force: "))
		}
	}
	if !w.hidden() && len(w.plan.Pinned) == 0 {
		line("%s", w.back())
	}
	_, err := io.WriteString(out, text.String())
	return err
}

// back says what comes back.
func (w *Why) back() string {
	plan, lead := w.plan, "Removing it frees "
	switch {
	case w.advised != nil:
		plan, lead = w.advised, "With "+strings.Join(w.flags, " ")+", removing it frees "
	case len(w.blockers()) > 0:
		return "No flag of 'jettison rm' lets it go."
	}
	text := lead + words.Bytes(plan.Reclaim)
	if more := plan.Images - 1; more > 0 {
		text += " together with " + words.Plural(more, "image") + " built on it"
	}
	if plan.Pruned > 0 {
		text += ", " + words.Plural(plan.Pruned, "untagged parent") + " included"
	}
	if kept := words.Kept(plan); kept != "" {
		text += "; " + kept
	}
	if leaves := words.Leaves(plan); leaves != "" {
		text += "; " + leaves
	}
	return text + "."
}

// whyDocument is the document of kind "why".
type whyDocument struct {
	Header
	Reference  *string       `json:"reference"` // that was asked about; null for an ID
	Image      model.ImageID `json:"image"`
	References []string      `json:"references"` // all that keep the image
	Size       int64         `json:"size"`
	Blocked    bool          `json:"blocked"`
	Blockers   []blockerJSON `json:"blockers"`
	Pinned     []heldJSON    `json:"pinned"` // names that pins hold back
	// Flags are those of rm with which it goes in spite of the blockers. Reclaim is what
	// comes back when it goes by them, and Images how many images go then.
	Flags     []string       `json:"flags"`
	Reclaim   Bytes          `json:"reclaim"`
	Images    int            `json:"images"`
	Manifests []manifestJSON `json:"manifests"`
}

// WriteJSON writes the document of kind "why".
func (w *Why) WriteJSON(out io.Writer) error {
	plan := w.Plan()
	blockers, t := w.blockers(), w.teller()
	document := whyDocument{
		Header: header(KindWhy, w.inv.Engine, w.inv.Taken), Reference: text(w.ref), Image: w.image.ID,
		References: listOf(w.image.Refs(), itself), Size: w.image.Size,
		Blocked: len(blockers)+len(w.plan.Pinned) > 0 || w.hidden(), Pinned: heldOf(w.plan), Blockers: []blockerJSON{},
		Flags: listOf(w.flags, itself), Reclaim: bytesOf(plan.Reclaim), Images: plan.Images, Manifests: manifestsOf(w.image),
	}
	for i := range blockers {
		document.Blockers = append(document.Blockers, t.blocker(&blockers[i]))
	}
	return WriteJSON(out, document)
}
