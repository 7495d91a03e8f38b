package output

import (
	"time"

	"jettison/model"
	"jettison/model/words"
	"jettison/store/wire"
)

// blockerJSON is what stops a step.
type blockerJSON struct {
	Kind       string          `json:"kind"`
	Text       string          `json:"text"`
	Containers []Container     `json:"containers"`
	Images     []model.ImageID `json:"images"`
	Services   []Service       `json:"services"`         // of a swarm, that name the image
	Others     []*wire.Target  `json:"others,omitempty"` // things of other kinds
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
	engine model.Engine
	tagged bool
}

func (t teller) blocker(b *model.Blocker) blockerJSON {
	of := blockerJSON{
		Kind: blockerNames().Of(b.Kind), Text: words.Blocker(b, t.now),
		Containers: listOf(model.ThingsOf[*model.Container](b.Things), containerOf),
		Images:     listOf(model.ThingsOf[*model.Image](b.Things), imageID),
		Services:   listOf(b.Services, serviceOf),
		References: listOf(b.Refs, itself), Remedies: []remedyJSON{},
	}
	for _, thing := range b.Things {
		switch target := thing.Target(); target.Kind {
		case model.KindImage, model.KindContainer:
		default:
			of.Others = append(of.Others, wire.TargetOf(target))
		}
	}
	for _, remedy := range b.Remedies {
		of.Remedies = append(of.Remedies, t.remedy(b, remedy))
	}
	return of
}

// holders returns what stops the step.
func (b *blockerJSON) holders() []model.Target {
	var all []model.Target
	for _, c := range b.Containers {
		all = append(all, c.ID.Target())
	}
	for _, id := range b.Images {
		all = append(all, id.Target())
	}
	for _, other := range b.Others {
		if target, ok := other.Read(); ok { // what a newer version wrote is none that this one knows
			all = append(all, target)
		}
	}
	return all
}

// services returns those that name the image.
func (b *blockerJSON) services() []model.ServiceID {
	return listOf(b.Services, func(s Service) model.ServiceID { return s.ID })
}

func (t teller) remedy(b *model.Blocker, remedy model.Remedy) remedyJSON {
	return remedyJSON{Remedy: remedyNames().Of(remedy), Flag: flagOf(remedy), Text: words.Remedy(remedy, b, t.engine, t.tagged)}
}
