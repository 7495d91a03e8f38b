package dockerx

import (
	"context"
	"net/http"
	"net/url"
	"sync"

	"jettison/model"
)

// witnessFrom is from how many deletions on a witness is worth its list.
const witnessFrom = 64

// witness knows what references the images have: from one list, and from the
// events since, which say about which images it knows no more. A job asks it
// instead of inspecting image by image, which takes a graphdriver store a
// quarter of the time of a deletion. It never knows wrongly for longer than an
// event is under way; where it does not know, the engine is asked.
type witness struct {
	client *Client

	mu      sync.Mutex
	images  map[model.ImageID]imageNow
	changed map[model.ImageID]bool
	sure    bool // the list is there, and nothing has come that it can't follow
	blind   bool // it will never be sure again
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

func newWitness(c *Client) *witness {
	return &witness{client: c, images: map[model.ImageID]imageNow{}, changed: map[model.ImageID]bool{}}
}

// follow reads the list and the events until the context ends or the stream
// breaks. It asks for events from the second on in which it begins, since
// engines answer a moment before they listen.
func (w *witness) follow(ctx context.Context) {
	defer w.lose()
	header, err := w.client.ping(ctx)
	if err != nil {
		return
	}
	since, err := http.ParseTime(header.Get("Date"))
	if err != nil {
		return
	}
	_ = w.client.watch(ctx, since, func() { go w.list(ctx) }, w.note) // why it ended makes no difference
}

func (w *witness) list(ctx context.Context) {
	images := map[model.ImageID]imageNow{}
	err := w.client.eachImage(ctx, url.Values{"all": {"1"}}, func(s *imageSummary) {
		now := imageNow{id: imageID(s.ID)}
		now.tags, now.digests = splitRefs(s.RepoTags, s.RepoDigests)
		images[now.id] = now
	})
	if err != nil {
		w.lose()
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.images, w.sure = images, !w.blind
}

// note takes in an event. Untag and delete name the image that they are about;
// whatever else happens to images may have moved a tag away from any of them.
func (w *witness) note(e event) {
	if e.kind != "image" {
		return
	}
	if e.action == "untag" || e.action == "delete" {
		w.touch(imageID(e.id))
		return
	}
	w.lose()
}

// touch notes that an image is not as it was listed any more.
func (w *witness) touch(id model.ImageID) {
	if w == nil {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.changed[id] = true
}

func (w *witness) lose() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.sure, w.blind, w.images = false, true, nil
}

// tell returns the image, and whether the witness is sure of it.
func (w *witness) tell(id model.ImageID) (imageNow, bool) {
	if w == nil {
		return imageNow{}, false
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	now, listed := w.images[id]
	return now, listed && w.sure && !w.changed[id]
}
