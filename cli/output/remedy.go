package output

import (
	"slices"
	"time"

	"jettison/model"
)

// remedyName is a remedy as documents and flags call it.
type remedyName struct {
	remedy model.Remedy
	name   string
	flag   bool // rm has a flag of that name
}

func remedyNames() []remedyName {
	return []remedyName{
		{model.RemedyRemoveStopped, "remove-stopped", true},
		{model.RemedyStopRemove, "stop-running", true},
		{model.RemedyMarkDescendants, "with-descendants", true},
		{model.RemedyForce, "force", true},
		{model.RemedyUntag, "untag", false},
		{model.RemedyMarkReferences, "with-references", false},
		{model.RemedySkip, "skip", false},
	}
}

func nameOf(remedy model.Remedy) remedyName {
	names := remedyNames()
	if at := slices.IndexFunc(names, func(n remedyName) bool { return n.remedy == remedy }); at >= 0 {
		return names[at]
	}
	return remedyName{}
}

// blockerJSON is what stops a step.
type blockerJSON struct {
	Kind       string          `json:"kind"`
	Text       string          `json:"text"`
	Containers []Container     `json:"containers"`
	Images     []model.ImageID `json:"images"`
	References []string        `json:"references"`
	Remedies   []remedyJSON    `json:"remedies"`
}

// remedyJSON is what can be done about a blocker.
type remedyJSON struct {
	Remedy string `json:"remedy"`
	Flag   string `json:"flag,omitempty"` // of rm, when it has one
	Text   string `json:"text"`
}

func blockerKind(kind model.BlockerKind) string {
	switch kind {
	case model.BlockerRunning:
		return "running-container"
	case model.BlockerStopped:
		return "stopped-container"
	case model.BlockerDescendant:
		return "descendant"
	case model.BlockerReference:
	}
	return "reference"
}

// teller puts blockers and their remedies in words.
type teller struct {
	now    time.Time
	store  model.Store
	tagged bool
}

func (t teller) blocker(b *model.Blocker) blockerJSON {
	of := blockerJSON{
		Kind: blockerKind(b.Kind), Text: b.Words(t.now), Containers: listOf(b.Containers, containerOf),
		Images:     listOf(b.Images, func(i *model.Image) model.ImageID { return i.ID }),
		References: listOf(b.Refs, itself), Remedies: []remedyJSON{},
	}
	for _, remedy := range b.Remedies {
		of.Remedies = append(of.Remedies, t.remedy(b, remedy))
	}
	return of
}

func (t teller) remedy(b *model.Blocker, remedy model.Remedy) remedyJSON {
	name := nameOf(remedy)
	of := remedyJSON{Remedy: name.name, Text: remedy.Words(b, t.store, t.tagged)}
	if name.flag {
		of.Flag = "--" + name.name
	}
	return of
}

func remedyNamed(name string) (model.Remedy, bool) {
	for _, n := range remedyNames() {
		if n.name == name {
			return n.remedy, true
		}
	}
	return model.RemedyNone, false
}
