package output

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"jettison/model"
	"jettison/model/words"
	"jettison/store/wire"
)

// planDocument is the document of kind "plan". What of it is carried out when
// it is fed back are the steps that are ready.
type planDocument struct {
	Header
	Query  string      `json:"query"`
	Policy *policyJSON `json:"policy"` // null when it is not that of a policy
	Steps  []stepJSON  `json:"steps"`
	totalsOfPlan
}

// totalsOfPlan is what a plan comes to.
type totalsOfPlan struct {
	Images   int `json:"images"`   // that are deleted
	Untagged int `json:"untagged"` // names that are taken away, images staying
	// Platforms is how many are removed from images that stay.
	Platforms int        `json:"platforms"`
	Blocked   int        `json:"blocked"` // steps
	Pruned    int        `json:"pruned"`  // untagged parents that go along
	Reclaim   Bytes      `json:"reclaim"`
	Kept      []keptJSON `json:"kept"`
	// OnlyCopies is how many images and platforms go that nobody is known to have elsewhere.
	OnlyCopies int        `json:"onlyCopies"`
	Pinned     []heldJSON `json:"pinned"` // names that pins hold back
	// ServicesRefused is why it is not known whether swarm services name what goes; null when it is.
	ServicesRefused *string `json:"servicesRefused"`
}

// keptJSON is what stays of the images because others hold it.
type keptJSON struct {
	Bytes Bytes           `json:"bytes"`
	By    []model.ImageID `json:"by"`
}

// heldJSON is what a pin holds back.
type heldJSON struct {
	Target    *wire.Target  `json:"target"`
	Name      string        `json:"name"`
	Image     model.ImageID `json:"image"`
	Reference *string       `json:"reference"` // null for an untagged image
	pinJSON
}

func heldOf(plan *model.Plan) []heldJSON {
	return listOf(plan.Pinned, func(k model.PinnedKey) heldJSON {
		return heldJSON{wire.TargetOf(k.Key.Target), k.Name(), k.Key.Image(), text(k.Key.Ref), pinOf(k.Pin)}
	})
}

// platformJSON is a platform of an image.
type platformJSON struct {
	Digest string `json:"digest"` // of its manifest
	Name   string `json:"name"`   // such as "linux/arm64/v8"
}

// sourceJSON is what an image was built from.
type sourceJSON struct {
	URL      string  `json:"url"`
	Revision *string `json:"revision"`
}

// pinJSON is what protects an image.
type pinJSON struct {
	Query *string `json:"query"` // null for the label
	Text  string  `json:"text"`
}

func pinOf(p model.Pin) pinJSON { return pinJSON{text(p.Query), words.Pin(p)} }

// stepJSON is a step of a plan.
type stepJSON struct {
	Action     string          `json:"action"`
	Ready      bool            `json:"ready"` // it is carried out
	Target     *wire.Target    `json:"target"`
	For        *wire.Target    `json:"for,omitempty"` // the target that it makes way for
	Image      model.ImageID   `json:"image"`         // the target, or the image that it makes way for
	Name       string          `json:"name"`
	References []string        `json:"references"`         // that go
	Keeps      []string        `json:"keeps"`              // names that the image has after an untag or without a platform
	Stranded   []Container     `json:"stranded"`           // that need a name that goes, and can not be created so again
	Digests    []string        `json:"digests"`            // that the image is known by
	Prunes     []model.ImageID `json:"prunes"`             // untagged parents that go along
	Platform   *platformJSON   `json:"platform,omitempty"` // that is removed from an image that stays
	Container  *Container      `json:"container,omitempty"`
	Volume     *volumeStepJSON `json:"volume,omitempty"` // that is removed
	Stop       bool            `json:"stop"`
	Force      bool            `json:"force"`
	After      []int           `json:"after"`             // steps that must be done before, by their place
	Added      string          `json:"added,omitempty"`   // the remedy that brought it in
	Remedies   []string        `json:"remedies"`          // that were chosen for it
	Verdict    string          `json:"verdict,omitempty"` // of a deletion: how the image could be had again
	Source     *sourceJSON     `json:"source,omitempty"`  // that its labels say it was built from
	Blockers   []blockerJSON   `json:"blockers"`          // what stops it, or would without the remedies
	Reclaim    Bytes           `json:"reclaim"`           // when all steps before it are done
	Outcome    *outcomeJSON    `json:"outcome,omitempty"` // of a removal
}

// volumeStepJSON is a volume that is removed.
type volumeStepJSON struct {
	Created time.Time `json:"created"` // a volume of another time is not removed
	Driver  string    `json:"driver"`
	Project *string   `json:"project"`
	Saved   bool      `json:"saved"` // it is backed up first
}

// WriteJSON writes the document of kind "plan".
func (p *Plan) WriteJSON(w io.Writer) error {
	return WriteJSON(w, planDocument{
		Header: header(KindPlan, p.Plan.Engine, p.Plan.Taken), Query: p.Query, Policy: p.policy(), Steps: p.steps(), totalsOfPlan: p.totalsJSON(),
	})
}

func (p *Plan) totalsJSON() totalsOfPlan {
	return totalsOfPlan{
		Images: p.Plan.Images, Untagged: p.Plan.Untags, Platforms: p.Plan.Platforms, Blocked: p.Plan.Blocked, Pruned: p.Plan.Pruned, Reclaim: bytesOf(p.Plan.Reclaim),
		Kept:   listOf(p.Plan.Kept, func(k model.Kept) keptJSON { return keptJSON{bytesOf(k.Bytes), listOf(k.By, imageID)} }),
		Pinned: heldOf(p.Plan), OnlyCopies: p.Plan.OnlyCopies, ServicesRefused: text(p.Plan.ServicesRefused),
	}
}

func imageID(image *model.Image) model.ImageID { return image.ID }

func (p *Plan) steps() []stepJSON {
	steps := make([]stepJSON, 0, len(p.Plan.Steps))
	for i := range p.Plan.Steps {
		steps = append(steps, p.step(&p.Plan.Steps[i]))
	}
	return steps
}

func (p *Plan) step(s *model.Step) stepJSON {
	op := s.Op()
	step := stepJSON{
		Action: wire.Action(op.Action, op.Target.Kind), Ready: s.Ready, Target: wire.TargetOf(op.Target), For: wire.TargetOf(op.For), Image: op.Image(),
		Name: s.Subject(), References: listOf(s.Refs, itself), Keeps: listOf(s.Keeps, itself), Stranded: listOf(s.Stranded, containerOf), Digests: []string{}, Prunes: listOf(s.Prunes, imageID),
		Stop: s.Stop, Force: s.Force, After: listOf(s.After, itself), Added: remedyNames().Of(s.Added), Remedies: []string{},
		Blockers: []blockerJSON{}, Reclaim: bytesOf(s.Reclaim),
	}
	if image := s.Image(); image != nil {
		step.Digests = listOf(image.Digests, itself)
	}
	if s.RemovesPlatform() {
		step.Platform = &platformJSON{s.Platform.Digest, words.ManifestName(s.Platform)}
		step.Keeps = listOf(s.Image().Refs(), itself)
	}
	if s.Verdict != model.VerdictNone {
		step.Verdict = wire.Verdicts().Of(s.Verdict)
		if source := s.Image().Source(); source.URL != "" {
			step.Source = &sourceJSON{source.URL, text(source.Revision)}
		}
	}
	if c := s.Container(); c != nil {
		container := containerOf(c)
		step.Container = &container
	}
	if v := s.Volume(); v != nil {
		step.Volume = &volumeStepJSON{v.Created.UTC(), v.Driver, text(v.Project()), !s.Chosen.Has(model.RemedyWithoutBackup)}
	}
	for _, remedy := range listedRemedies() {
		if s.Chosen.Has(remedy) {
			step.Remedies = append(step.Remedies, remedyNames().Of(remedy))
		}
	}
	t := teller{now: p.Now, engine: p.Plan.Engine, tagged: s.Tagged()}
	for i := range s.Blockers {
		step.Blockers = append(step.Blockers, t.blocker(&s.Blockers[i]))
	}
	return step
}

// maxPlan is the size limit of a plan that is read, in bytes. That of 10,000 images has about
// 8 MiB.
const maxPlan = 64 << 20

// readDocument is what is read of a document of kind "plan".
type readDocument struct {
	Engine struct{ Host string }
	Steps  readySteps
}

// readySteps are the steps that are ready. They are read one by one: nothing else of what a
// document has takes memory.
type readySteps []model.Planned

// UnmarshalJSON implements json.Unmarshaler.
func (r *readySteps) UnmarshalJSON(text []byte) error {
	decoder := json.NewDecoder(bytes.NewReader(text))
	begin, err := decoder.Token()
	if err != nil || begin == nil {
		return err
	}
	if begin != json.Delim('[') {
		return wrongType("steps")
	}
	for i := 0; decoder.More(); i++ {
		var step stepJSON
		err := decoder.Decode(&step)
		if wrong, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
			return wrongType("steps." + wrong.Field)
		}
		if err != nil {
			return errors.New("a value in it is not as in a plan")
		}
		if !step.Ready {
			continue
		}
		planned, err := step.planned()
		if err != nil {
			return fmt.Errorf("step %d: %w", i, err)
		}
		*r = append(*r, planned)
	}
	return nil
}

// readPlanDocument reads a document as far as it is one of a plan.
func readPlanDocument(r io.Reader) (*readDocument, error) {
	limited := &io.LimitedReader{R: r, N: maxPlan}
	decoder := json.NewDecoder(limited)
	var text json.RawMessage
	if err := decoder.Decode(&text); err != nil {
		if limited.N <= 0 {
			return nil, fmt.Errorf("it is larger than %d bytes", maxPlan)
		}
		return nil, notJSON(err)
	}
	var head struct {
		Schema *int
		Kind   string
	}
	if json.Unmarshal(text, &head) != nil || head.Kind == "" {
		return nil, errors.New("it is JSON, but no document of jettison")
	}
	switch {
	case head.Kind != KindPlan:
		return nil, fmt.Errorf("it is a document of kind %q%s", head.Kind, printedBy(head.Kind))
	case head.Schema == nil || *head.Schema != Schema:
		return nil, fmt.Errorf("it is not of schema %d, which this version reads", Schema)
	}
	document := &readDocument{}
	if err := json.Unmarshal(text, document); err != nil {
		if wrong, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
			return nil, wrongType(wrong.Field)
		}
		return nil, err
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("something follows the document")
	}
	return document, nil
}

// wrongType says which field has a value of another type.
func wrongType(field string) error {
	return fmt.Errorf("its field %q has a value of another type than in a plan", field)
}

// notJSON says why a text is no JSON.
func notJSON(err error) error {
	wrong, ok := errors.AsType[*json.SyntaxError](err)
	switch {
	case ok:
		return fmt.Errorf("it is no JSON, at byte %d", wrong.Offset)
	case errors.Is(err, io.EOF):
		return errors.New("it is empty")
	case errors.Is(err, io.ErrUnexpectedEOF):
		return errors.New("it ends in the middle of the document")
	}
	return err
}

// printedBy names the command that prints a kind of documents.
func printedBy(kind string) string {
	commands := map[string]string{
		KindImages: "ls --json", KindUsage: "df --json", KindWhy: "why --json", KindRemoval: "rm --json without --dry-run",
	}
	command, ok := commands[kind]
	if !ok {
		return ""
	}
	return ", as printed by " + command
}

// ReadPlan reads a document of kind "plan": the steps that are ready, and the
// host of the engine that it was made for.
func ReadPlan(r io.Reader) (planned []model.Planned, host string, err error) {
	document, err := readPlanDocument(r)
	if err != nil {
		return nil, "", err
	}
	return document.Steps, document.Engine.Host, nil
}

// op is what the step does to what.
func (s *stepJSON) op() (model.Op, error) {
	operation := wire.Operation{Action: s.Action, Target: s.Target, For: s.For, Image: s.Image}
	if s.Container != nil {
		operation.Container = s.Container.ID
	}
	action, kind, known := wire.ActionNamed(s.Action)
	op, complete := operation.Read()
	switch {
	case s.Target == nil && s.Image == "":
		return op, errors.New("it names no image")
	case !known:
		return op, fmt.Errorf("there is no action %q", s.Action)
	case action == model.ActionUntag && len(s.References) != 1:
		return op, errors.New("an untag is of one reference")
	case (action == model.ActionRemovePlatform) != (s.Platform != nil && s.Platform.Digest != ""):
		return op, errors.New("it does not say which platform goes")
	case s.Target == nil && kind == model.KindContainer && operation.Container == "":
		return op, errors.New("it names no container")
	case !complete:
		return op, fmt.Errorf("it does not say what to %s", s.Action)
	case s.Image != op.Image() || operation.Container != op.Container():
		return op, errors.New("its target is not what it names")
	}
	return op, nil
}

// planned is the step as it is compared with an engine.
func (s *stepJSON) planned() (model.Planned, error) {
	p := model.Planned{Refs: s.References, Digests: s.Digests, Prunes: s.Prunes, Stop: s.Stop, Force: s.Force}
	if s.Volume != nil {
		p.Created = s.Volume.Created
	}
	if s.Platform != nil {
		p.Platform, p.Keeps = s.Platform.Digest, s.Keeps
	}
	op, err := s.op()
	if err != nil {
		return p, err
	}
	p.Op = op
	for _, chosen := range s.Remedies {
		remedy, ok := remedyNames().Value(chosen)
		if !ok {
			return p, fmt.Errorf("there is no remedy %q", chosen)
		}
		p.Chosen = p.Chosen.With(remedy)
	}
	for i := range s.Blockers {
		p.Holders = append(p.Holders, s.Blockers[i].holders()...)
		p.Services = append(p.Services, s.Blockers[i].services()...)
	}
	return p, nil
}
