// Package plan is the view of a plan before it is executed: its steps, what blocks
// them, and what can be done about it.
package plan

import (
	"fmt"
	"slices"
	"time"

	"jettison/keymap"
	"jettison/model"
	"jettison/model/words"
	"jettison/ui/pane"
	"jettison/ui/remedy"
	"jettison/ui/table"
	"jettison/ui/theme"
)

// The intents that the pane leaves to the root.
type (
	// Confirm asks the root to execute the plan.
	Confirm struct{}
	// AskRegistries asks the registries for what the plan removes; SetAnswers takes the
	// answers.
	AskRegistries struct{}
)

// Pane shows one plan. The plan is made from one inventory and does not follow the
// engine: what is confirmed is what was shown.
type Pane struct {
	styles *theme.Styles
	keys   *keymap.Map
	now    time.Time
	table  *table.Table

	inv     *model.Inventory
	marks   []model.Key
	choices model.Choices
	plan    *model.Plan
	policy  string // empty for marks
	backup  model.BackupChoice
	answers model.RegistryAnswers // nil before the registries were asked
	most    int                   // the most lines of words that a step needs

	// armed is the remedy that must be chosen a second time, on the
	// target that it is about.
	armed   model.Remedy
	armedOn model.Target
	notice  string
	actions []pane.Action

	width, height int
}

// New plans the removal of the marks on an inventory. choices may be nil.
func New(styles *theme.Styles, keys *keymap.Map, inv *model.Inventory, marks []model.Key, choices model.Choices, now time.Time) *Pane {
	if choices == nil {
		choices = model.Choices{}
	}
	p := &Pane{styles: styles, keys: keys, now: now, inv: inv, marks: marks, choices: choices}
	p.table = table.New(styles, false, columns())
	p.actions = p.newActions()
	p.replan()
	if i := slices.IndexFunc(p.plan.Steps, blocked); i >= 0 {
		p.table.SetCursor(i)
	}
	return p
}

func blocked(step model.Step) bool { return !step.Ready && !step.Chosen.Has(model.RemedySkip) }

// SetPolicy names the policy that the plan belongs to.
func (p *Pane) SetPolicy(name string) { p.policy = name }

// Policy returns the policy that the plan belongs to; empty for marks.
func (p *Pane) Policy() string { return p.policy }

// Backup returns what is backed up first.
func (p *Pane) Backup() model.BackupChoice {
	if len(p.plan.BackUp(p.backup)) == 0 {
		return model.BackupNone
	}
	return p.backup
}

// SetBackup chooses what is backed up first.
func (p *Pane) SetBackup(choice model.BackupChoice) {
	p.backup = choice
	p.SetSize(p.width, p.height)
}

// nextBackup goes to the next choice of what to back up: what no registry is known to
// have, then all, then none. It skips a choice that is the same as the one before.
func (p *Pane) nextBackup() {
	count := func(choice model.BackupChoice) int { return len(model.ThingsOf[*model.Image](p.plan.BackUp(choice))) }
	before := count(p.backup)
	for {
		p.backup = (p.backup + 1) % (model.BackupAll + 1)
		if count(p.backup) != before {
			break
		}
	}
	p.SetSize(p.width, p.height)
}

// backupWords says what is backed up first; empty when nothing is.
func (p *Pane) backupWords() string {
	things := p.plan.BackUp(p.backup)
	if len(things) == 0 {
		return ""
	}
	size, images := p.savedSize(things)
	text := "backs up first, at most " + words.Size(size) + ": " + words.Things(things)
	switch size {
	case model.Unknown:
		text = "backs up first, of a size that is not known: " + words.Things(things)
	case 0: // of what is empty, the file still has the names and options
		text = "backs up first: " + words.Things(things)
	}
	if p.backup == model.BackupOnlyCopies && images == len(things) {
		text += " that no registry is known to have"
	}
	return text
}

// savedSize returns the most bytes that things take which are backed up, or model.Unknown, and how
// many images they are.
func (p *Pane) savedSize(things []model.Thing) (size int64, images int) {
	unknown := false
	var ofVolumes int64
	for _, thing := range things {
		switch thing := thing.(type) {
		case *model.Image:
			images++
			size += max(0, thing.Size)
		case *model.Volume:
			unknown = unknown || thing.Size < 0 && !thing.Mounted()
			ofVolumes += max(0, thing.Size)
		}
	}
	if most := p.plan.Touched; most > 0 {
		size = min(size, most)
	}
	if unknown {
		return model.Unknown, images
	}
	return size + ofVolumes, images
}

// volumes are the volumes that the plan is about.
func (p *Pane) volumes() []model.Target {
	var targets []model.Target
	for i := range p.plan.Steps {
		if v := p.plan.Steps[i].Volume(); v != nil {
			targets = append(targets, v.Target())
		}
	}
	return targets
}

// toggleUnsaved has the volumes of the plan go without a backup, once it was asked for twice, or be
// backed up after all.
func (p *Pane) toggleUnsaved(again bool) {
	targets := p.volumes()
	saved := slices.ContainsFunc(targets, func(target model.Target) bool { return !p.choices[target].Has(model.RemedyWithoutBackup) })
	if saved && !again {
		p.armed, p.armedOn = model.RemedyWithoutBackup, model.Target{}
		key, _, _ := p.keys.Hint(keymap.InPlan, keymap.WithoutBackup)
		p.notice = "Press " + key + " again to remove " + words.Plural(len(targets), "volume") + " WITHOUT A BACKUP: nothing brings them back."
		return
	}
	for _, target := range targets {
		if saved {
			p.choices[target] = p.choices[target].With(model.RemedyWithoutBackup)
		} else {
			p.choices[target] = p.choices[target].Without(model.RemedyWithoutBackup)
		}
	}
	p.replan()
}

// SetAnswers takes the answers of registries. problem says why some did not answer;
// empty when all did.
func (p *Pane) SetAnswers(answers model.RegistryAnswers, problem string) {
	asked, has := len(p.plan.Askable()), 0
	for _, there := range answers {
		if there {
			has++
		}
	}
	p.answers = answers
	p.SetInventory(p.inv)
	switch {
	case problem != "":
		p.notice = fmt.Sprintf("Registries did not tell of %s: %s", words.Plural(asked-len(answers), "image digest"), problem)
	case has == asked:
		p.notice = "The registries have all " + words.Plural(asked, "digest") + " that they were asked for."
	default:
		p.notice = "The registries have " + words.Count(has) + " of " + words.Plural(asked, "digest") + "."
	}
}

// SetInventory makes the plan anew on another inventory.
func (p *Pane) SetInventory(inv *model.Inventory) {
	// What is known of content holds for good; what came since is not known.
	p.inv = inv.WithManifestLayers(p.inv.ManifestLayers())
	if p.answers != nil {
		p.inv = p.inv.WithRegistryAnswers(p.answers)
	}
	p.replan()
}

// Plan returns the plan as it is shown.
func (p *Pane) Plan() *model.Plan { return p.plan }

// Marks returns the keys that the plan was asked to remove.
func (p *Pane) Marks() []model.Key { return p.marks }

// Current returns the step under the cursor.
func (p *Pane) Current() (*model.Step, bool) {
	if i := p.table.Cursor(); i >= 0 && i < len(p.plan.Steps) {
		return &p.plan.Steps[i], true
	}
	return nil, false
}

// replan makes the plan anew with the choices in force and keeps the cursor on its
// target.
func (p *Pane) replan() {
	var on *model.Step
	if step, ok := p.tryCurrent(); ok {
		on = step
	}
	p.plan = model.NewPlan(p.inv, p.marks, p.choices)
	p.most = 0
	for i := range p.plan.Steps {
		p.most = max(p.most, wordLines(&p.plan.Steps[i]))
	}
	p.table.SetRows(rows{p})
	p.SetSize(p.width, p.height)
	if on == nil {
		return
	}
	for i := range p.plan.Steps {
		step := &p.plan.Steps[i]
		if step.Thing.Target() == on.Goal().Target() {
			p.table.SetCursor(i)
			return
		}
	}
}

func (p *Pane) tryCurrent() (*model.Step, bool) {
	if p.plan == nil {
		return nil, false
	}
	return p.Current()
}

func (p *Pane) ready() int {
	n := 0
	for i := range p.plan.Steps {
		if p.plan.Steps[i].Ready {
			n++
		}
	}
	return n
}

// offers reports whether a step's blockers offer a remedy.
func offers(step *model.Step, choice model.Remedy) (*model.Blocker, bool) {
	for i := range step.Blockers {
		if slices.Contains(step.Blockers[i].Remedies, choice) {
			return &step.Blockers[i], true
		}
	}
	return nil, false
}

// choose takes a remedy for the target of a step, or revokes it. A remedy that ends running
// containers must be chosen twice.
func (p *Pane) choose(step *model.Step, choice model.Remedy, again bool) {
	target := step.Goal().Target()
	if step.Chosen.Has(choice) {
		p.choices[target] = step.Chosen.Without(choice)
		p.replan()
		return
	}
	blocker, _ := offers(step, choice)
	if !again && p.kills(blocker, choice) {
		p.armed, p.armedOn = choice, target
		key, _, _ := p.keys.Hint(keymap.InPlan, remedy.Action(choice))
		p.notice = "Press " + key + " again to end " + words.Plural(len(p.runningOf(step)), "running container") + "."
		return
	}
	p.choices[target] = p.choices[target].With(choice)
	p.replan()
}

// kills reports whether a remedy ends running containers.
func (p *Pane) kills(blocker *model.Blocker, choice model.Remedy) bool {
	if blocker == nil {
		return false
	}
	return choice == model.RemedyStopRemove || choice == model.RemedyForce && blocker.Kind == model.BlockerRunning &&
		blocker.EffectOn(p.inv.Engine, true) == model.ForceKillsContainers
}

func (p *Pane) runningOf(step *model.Step) []*model.Container {
	var running []*model.Container
	if c := step.Container(); c != nil && step.For == nil && c.State.Running() {
		running = append(running, c)
	}
	for _, c := range p.inv.Users(step.Op().Image()) {
		if c.State.Running() {
			running = append(running, c)
		}
	}
	return running
}

// applyAll takes the choice for the current step for every step that is blocked in the
// same way, unless the remedy ends running containers.
func (p *Pane) applyAll() {
	step, _ := p.Current()
	changed := 0
	for i := range p.plan.Steps {
		other := &p.plan.Steps[i]
		if !blocked(*other) {
			continue
		}
		for _, choice := range remedy.All() {
			blocker, fits := offers(other, choice)
			if step.Chosen.Has(choice) && fits && !other.Chosen.Has(choice) && !p.kills(blocker, choice) {
				target := other.Goal().Target()
				p.choices[target] = p.choices[target].With(choice)
				changed++
			}
		}
	}
	p.replan()
	p.notice = "Taken for " + words.Plural(changed, "more step") + "."
}
