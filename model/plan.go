package model

import (
	"time"

	"jettison/model/size"
)

// Step is one step of a plan. Steps are identified by their place in it.
type Step struct {
	Action Action
	// Thing is the subject of the step, as the inventory has it.
	Thing Thing
	// For is the thing that the step makes way for: the image that a container
	// holds. It is nil when the step is about what was marked itself.
	For Thing

	// Refs are the references of an image that go: exactly one when it is untagged,
	// all of its tags when it is removed.
	Refs []string
	// Platform is what ActionRemovePlatform removes of an image; nil for other actions.
	Platform *Manifest
	// Keeps are the references that keep an image that is untagged; empty when the
	// step takes the last tag and something else keeps it.
	Keeps []string
	// Prunes are the untagged parents that the engine deletes along.
	Prunes []*Image

	Stop  bool // of a container: stop it first
	Force bool // ask the engine to force it
	// Effect is what comes of doing it although something uses the image; ForceNothing
	// where nothing does, or what does goes before.
	Effect ForceEffect
	// Unserved are the swarm services that can start no task here once an image is gone,
	// besides what Effect says.
	Unserved []*Service
	// Stranded are the containers that were created by a reference that goes, or mount the
	// image by it, and that can't be created so again: the image stays, but not by that name.
	Stranded []*Container

	// Verdict says whether and from where an image that goes could be restored; Backup
	// names the backup that has it, empty for none.
	Verdict Verdict
	Backup  string

	// Added is the remedy that asked for the step although nobody marked what it
	// takes away; RemedyNone for what was marked.
	Added Remedy

	// Blockers stop the step as it was marked; Chosen are the remedies that a person
	// chose. A blocked step without an effective remedy is not Ready.
	Blockers []Blocker
	Chosen   Remedies
	Ready    bool
	// After are the steps that must be done before this one: the containers and
	// the children that hold the image down.
	After []int
	// Reclaim is the bytes that this step gives back once all steps before it in the
	// plan are done.
	Reclaim size.Range
}

// Plan is the frozen, ordered list of steps that a set of marks leads to.
// Nobody changes a plan: choosing a remedy makes a new one. It is the dry run,
// and what is confirmed is exactly what is done: the Ready steps.
type Plan struct {
	Engine  Engine
	Taken   time.Time // of the inventory that the plan was made from
	Steps   []Step
	Reclaim size.Range // of the Ready steps
	// ByKind is Reclaim by the kinds of what goes.
	ByKind map[Kind]size.Range
	Images int // images that the Ready steps delete
	Untags int // references that the Ready steps take away, images staying
	// Platforms is the number of platforms that the Ready steps remove, images staying.
	Platforms int
	Blocked   int // steps that are not Ready and wait for a remedy
	Skipped   int // steps that a person chose to skip
	// OnlyCopies is the number of images, and of platforms, that are not known to exist elsewhere.
	OnlyCopies int
	// OnlyPlatforms is how many of them are platforms.
	OnlyPlatforms int
	Pruned        int // untagged parents that go along with the images
	// Leaves is the number of untagged parents that stay behind with nothing built on
	// them, on stores that don't delete them along.
	Leaves int
	// Layers are those of the images that the Ready steps delete, where the store's
	// layers are counted; what other images and containers hold is among them.
	Layers LayerRuns
	// Touched is the bytes of all of Layers but those of Held, at most, and Kept what of
	// them stays because other images hold it.
	Touched int64
	Kept    []Kept
	// Held is the bytes of images that are deleted although containers
	// use them, within bounds: most engines' own figure falls by them at once, the
	// disk gets them back when the containers go. They are no part of Reclaim. The
	// containerd store holds files only, so that the archives are part of Reclaim.
	Held size.Range
	// Cached is the bytes of Reclaim that BuildKit's cache keeps, at most: the disk
	// gets them back when its records go. CacheUnknown is that it is not measured
	// yet.
	Cached       int64
	CacheUnknown bool
	// ServicesRefused is why it is not known whether swarm services name what the Ready steps
	// delete; empty when it is known, and when they delete nothing.
	ServicesRefused string
	// UnlistedUsers is why it is not known what uses that which the Ready steps take away; nil
	// when it is known, and when they take nothing from images.
	UnlistedUsers *UnlistedUsers
	// Pinned are the marked rows that pins hold back, in the order of the marks.
	Pinned []PinnedKey
	// Lost are marks that stood for nothing any more when the plan was made.
	Lost []Key
}

// Unmeasured returns the containers that the plan is about and of which nobody knows what
// they have written.
func (p *Plan) Unmeasured() []*Container {
	var unmeasured []*Container
	for i := range p.Steps {
		if c := p.Steps[i].Container(); c != nil && c.Size < 0 {
			unmeasured = append(unmeasured, c)
		}
	}
	return unmeasured
}

// ReadySteps returns the number of steps that are carried out.
func (p *Plan) ReadySteps() int {
	n := 0
	for i := range p.Steps {
		if p.Steps[i].Ready {
			n++
		}
	}
	return n
}

// Ready counts what the ready steps remove, by kind, and the references that they
// take away.
func (p *Plan) Ready() (removals map[Kind]int, untags int) {
	removals = map[Kind]int{}
	for i := range p.Steps {
		switch step := &p.Steps[i]; {
		case !step.Ready:
		case step.Action == ActionUntag:
			untags++
		case step.RemovesPlatform():
		default:
			removals[step.Thing.Target().Kind]++
		}
	}
	return removals, untags
}
