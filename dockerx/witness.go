package dockerx

import (
	"sync"

	"jettison/model"
)

// witnessFrom is from how many deletions on a job asks a witness. It keeps
// small removals to what is plainest: to look at each image.
const witnessFrom = 64

// witness tells a job what references the images have, as a feed knows them.
// The job asks it instead of inspecting image by image, which takes a
// graphdriver store a quarter of the time of a deletion. It is never wrong for
// longer than an event is under way; where it does not know, the engine is
// asked. A nil witness knows nothing.
type witness struct {
	mu        sync.Mutex
	inventory *model.Inventory       // nil while something has come that it can't follow
	changed   map[model.ImageID]bool // by what has happened since that inventory
	touched   map[model.ImageID]bool // by the job itself, whether or not an event told of it
	dismissed bool
}

// witnesses reports whether a plan is long enough for a witness, and the
// engine one whose events tell enough: BuildKit in Docker 20.10 moves tags
// without an event, Podman has events of its own. Where a deletion names tag
// and image at once, there is nothing to look up.
func witnesses(plan *model.Plan) bool {
	if plan.Engine.Store != model.StoreGraph || majorVersion(plan.Engine) < 23 {
		return false
	}
	deletions := 0
	for i := range plan.Steps {
		if step := &plan.Steps[i]; step.Ready && step.Kind == model.StepDelete {
			deletions++
		}
	}
	return deletions >= witnessFrom
}

func newWitness() *witness {
	return &witness{changed: map[model.ImageID]bool{}, touched: map[model.ImageID]bool{}}
}

// know takes in an inventory that all events are part of.
func (w *witness) know(inventory *model.Inventory) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.inventory != inventory {
		w.inventory = inventory
		clear(w.changed)
	}
}

// note takes in an event. Untag and delete name the image that they are about;
// whatever else happens to images may have moved a tag away from any of them.
func (w *witness) note(e event) {
	if e.kind != "image" {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if e.action == "untag" || e.action == "delete" {
		w.changed[imageID(e.id)] = true
		return
	}
	w.inventory = nil
}

// lose says that events may have been missed.
func (w *witness) lose() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.inventory = nil
}

// touch notes that the job sends a request that changes an image.
func (w *witness) touch(id model.ImageID) {
	if w == nil {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.touched[id] = true
}

// tell returns the image, and whether the witness is sure of it.
func (w *witness) tell(id model.ImageID) (imageNow, bool) {
	if w == nil {
		return imageNow{}, false
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.inventory == nil || w.changed[id] || w.touched[id] {
		return imageNow{}, false
	}
	image, known := w.inventory.Image(id)
	if !known {
		return imageNow{}, false
	}
	return imageNow{id: id, tags: image.Tags, digests: image.Digests}, true
}

// dismiss says that the witness is not needed any more.
func (w *witness) dismiss() {
	if w == nil {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.inventory, w.dismissed = nil, true
}

func (w *witness) isDismissed() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.dismissed
}
