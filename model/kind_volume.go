package model

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"jettison/model/size"
)

// volumeKind implements kind for volumes. They are marked as a whole, are blocked by the containers
// that mount them, and come back from the backup that their removal made.
type volumeKind struct{}

func (volumeKind) fact() Fact { return FactVolumes }

// short cuts a name that the engine made up.
func (volumeKind) short(name string) string {
	if isMadeUp(name) {
		return shortHex(name)
	}
	return name
}

func (volumeKind) argument(name, _ string) string { return name }

func (volumeKind) find(inv *Inventory, target Target) (Thing, bool) {
	if v, ok := inv.Volume(target.ID); ok {
		return v, true
	}
	return inv.other(target)
}

func (volumeKind) size(thing Thing) int64 {
	if v, ok := thing.(*Volume); ok {
		return v.Size
	}
	return Unknown
}

func (volumeKind) remedies() Remedies {
	return remediesOf(RemedyRemoveStopped, RemedyStopRemove, RemedyWithoutBackup, RemedySkip)
}

func (volumeKind) frees() bool { return true }

func (volumeKind) has(inv *Inventory, key Key) bool {
	_, ok := inv.Volume(key.ID)
	return ok && key.Ref == "" && key.Platform == ""
}

func (volumeKind) mark(m *Marks, key Key, on bool) {
	if on {
		m.volumes[key.ID] = true
	} else {
		delete(m.volumes, key.ID)
	}
}

// markedVolumes returns what the marked volumes free that no staying container mounts, and how
// many others there are.
func (m *Marks) markedVolumes() (freed size.Range, blocked int) {
	for name := range m.volumes {
		v, ok := m.inv.Volume(name)
		if !ok {
			continue
		}
		stays := func(c *Container) bool { return !m.removed[c.ID] }
		if slices.ContainsFunc(m.inv.VolumeUsers(name), stays) || v.unsavable(m.inv.Engine) {
			blocked++
			continue
		}
		freed = freed.Add(v.frees())
	}
	return freed, blocked
}

// frees returns the bytes that removing the volume gives back, as the engine measured them.
func (v *Volume) frees() size.Range {
	if v.Size < 0 {
		return size.Unknown()
	}
	return size.Exact(v.Size)
}

// unsavable reports whether a backup can't have what is in the volume: its driver keeps it where
// the engine need not reach it, or the engine gives no archive of volumes.
func (v *Volume) unsavable(engine Engine) bool {
	return !v.Local() || engine.Store == StorePodman
}

func (volumeKind) keys(_ *Inventory, planned *Planned) []Key { return []Key{{Target: planned.Target}} }

func (volumeKind) changed(inv *Inventory, planned *Planned) (Change, bool) {
	v, there := inv.Volume(planned.Target.ID)
	switch {
	case !inv.VolumesListed():
		return Change{Kind: ChangeVolumesUnlisted}, true
	case !there:
		return Change{Kind: ChangeGone, Of: KindVolume}, true
	case !planned.Created.IsZero() && !planned.Created.Equal(v.Created):
		return Change{Kind: ChangeVolumeReplaced}, true
	}
	return Change{}, false
}

func (volumeKind) resolve(inv *Inventory, r *Removed) (StepState, []string) {
	_, there := inv.Volume(r.Target.ID)
	switch {
	case !inv.VolumesListed():
		return StepUnknown, nil
	case there:
		return StepCanceled, nil
	}
	return StepGone, nil
}

// saves has every volume saved, unless a person said of it that it goes without a backup.
func (volumeKind) saves(step *Step, _ BackupChoice) bool {
	return !step.Chosen.Has(RemedyWithoutBackup)
}

// comesBack is true of what was saved: nothing else has a volume.
func (volumeKind) comesBack(_ *Step, _ StepState, saved bool) (comes, unsure bool) {
	return saved, false
}

// restore takes the volume from the backup that its removal made: another one has it as it was at
// another time.
func (volumeKind) restore(inv *Inventory, step *RestoreStep, backups Backups) {
	if _, there := inv.Volume(step.Target.ID); there {
		step.Way = RestoreNothing
		return
	}
	step.Way = RestoreImpossible
	for _, copied := range backups[step.Target] {
		if copied.Name != step.Removed.Backup || copied.Volume == nil {
			continue
		}
		if step.Unlisted = !inv.VolumesListed(); !step.Unlisted {
			step.Way, step.Backup, step.Volume = RestoreLoad, copied.Name, copied.Volume
			return
		}
	}
}

func (volumeKind) planner(p *planner) kindPlanner {
	return &volumePlanner{p, map[string]*Volume{}}
}

// volumePlanner plans the removal of volumes.
type volumePlanner struct {
	*planner
	marked map[string]*Volume
}

func (p *volumePlanner) take(key Key) {
	if v, ok := p.inv.Volume(key.ID); ok {
		p.marked[v.Name] = v
	}
}

func (p *volumePlanner) plan() {
	byName := func(a, b *Volume) int {
		return cmp.Or(strings.Compare(a.Called(), b.Called()), strings.Compare(a.Name, b.Name))
	}
	for _, v := range slices.SortedFunc(maps.Values(p.marked), byName) {
		p.addVolume(v)
	}
}

func (p *volumePlanner) addVolume(v *Volume) {
	step := Step{Action: ActionRemove, Thing: v, Chosen: p.choices[v.Target()], Reclaim: v.frees()}
	var running, stopped, pinned, stay []*Container
	for _, c := range p.inv.VolumeUsers(v.Name) {
		switch {
		case p.inv.pinned(Key{Target: c.Target()}):
			pinned = append(pinned, c)
		case c.State.Running():
			running = append(running, c)
		default:
			stopped = append(stopped, c)
		}
		if _, goes := p.removes(c.Target()); !goes {
			stay = append(stay, c)
		}
	}
	unsaved := step.Chosen.Has(RemedyWithoutBackup)
	if len(running) > 0 {
		blocker := Blocker{Kind: BlockerWritten, Things: AsThings(running), Remedies: []Remedy{RemedySkip}}
		if unsaved {
			blocker.Kind, blocker.Remedies = BlockerRunning, []Remedy{RemedyStopRemove, RemedySkip}
		}
		step.Blockers = append(step.Blockers, blocker)
		step.Reclaim.About = step.Reclaim.Bounded() // it is written until it is stopped
	}
	if len(stopped) > 0 {
		step.Blockers = append(step.Blockers, Blocker{Kind: BlockerStopped, Things: AsThings(stopped), Remedies: []Remedy{RemedyRemoveStopped, RemedySkip}})
	}
	if len(pinned) > 0 {
		step.Blockers = append(step.Blockers, Blocker{Kind: BlockerPinned, Things: AsThings(pinned), Remedies: []Remedy{RemedySkip}})
	}
	unsavable := v.unsavable(p.inv.Engine)
	if unsavable {
		step.Blockers = append(step.Blockers, Blocker{Kind: BlockerUnsavable, Things: []Thing{v}, Remedies: []Remedy{RemedyWithoutBackup, RemedySkip}})
	}
	switch {
	case step.Chosen.Has(RemedySkip):
	case !unsaved && (unsavable || len(running) > 0):
	case len(stay) == 0:
		step.Ready = true
	case p.clears(step.Chosen, stay):
		p.removeFor(v, stay)
		step.Ready = true
	}
	p.addStep(step)
}

// clears reports whether what was chosen removes all of some containers. None is removed that is
// to be left alone.
func (p *volumePlanner) clears(chosen Remedies, containers []*Container) bool {
	stays := func(c *Container) bool {
		return p.choices[c.Target()].Has(RemedySkip) || c.External || p.inv.pinned(Key{Target: c.Target()}) || c.State.Running() && !chosen.Has(RemedyStopRemove)
	}
	return (chosen.Has(RemedyStopRemove) || chosen.Has(RemedyRemoveStopped)) && !slices.ContainsFunc(containers, stays)
}

// after are the containers that mount the volume.
func (p *volumePlanner) after(step *Step) []int {
	var after []int
	for _, c := range p.inv.VolumeUsers(step.Thing.Target().ID) {
		if index, goes := p.removes(c.Target()); goes {
			after = append(after, index)
		}
	}
	return after
}

// total adds what the volumes take.
func (p *volumePlanner) total() {
	var freed size.Range
	for i := range p.result.Steps {
		if step := &p.result.Steps[i]; step.Ready && step.Removes(KindVolume) {
			freed = freed.Add(step.Reclaim)
			p.result.UnlistedUsers = p.inv.UnlistedUsers()
		}
	}
	p.adds(KindVolume, freed)
}

// Volume is the volume that the step is about; nil for other kinds.
func (s *Step) Volume() *Volume {
	v, _ := s.Thing.(*Volume)
	return v
}

// Unsaved returns the volumes that a plan removes although no backup has them, as a person chose.
func (p *Plan) Unsaved() []*Volume {
	var unsaved []*Volume
	for i := range p.Steps {
		if step := &p.Steps[i]; step.Ready && step.Removes(KindVolume) && step.Chosen.Has(RemedyWithoutBackup) {
			unsaved = append(unsaved, step.Volume())
		}
	}
	return unsaved
}
