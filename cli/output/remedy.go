package output

import (
	"time"

	"jettison/model"
	"jettison/model/words"
)

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

// teller puts blockers and their remedies in words.
type teller struct {
	now    time.Time
	store  model.Store
	tagged bool
}

func (t teller) blocker(b *model.Blocker) blockerJSON {
	of := blockerJSON{
		Kind: blockerNames().Of(b.Kind), Text: words.Blocker(b, t.now), Containers: listOf(b.Containers, containerOf),
		Images:     listOf(b.Images, func(i *model.Image) model.ImageID { return i.ID }),
		References: listOf(b.Refs, itself), Remedies: []remedyJSON{},
	}
	for _, remedy := range b.Remedies {
		of.Remedies = append(of.Remedies, t.remedy(b, remedy))
	}
	return of
}

func (t teller) remedy(b *model.Blocker, remedy model.Remedy) remedyJSON {
	return remedyJSON{Remedy: remedyNames().Of(remedy), Flag: flagOf(remedy), Text: words.Remedy(remedy, b, t.store, t.tagged)}
}
