package execute

import (
	"context"
	"slices"
	"sync"
	"time"

	"jettison/model"
	"jettison/model/reference"
)

const (
	// ownersOpen is how long a job waits for the engine to begin to tell its events.
	ownersOpen = 2 * time.Second
	// ownersPatience is how long the event of a request is waited for that was answered. Engines
	// send it before the answer, and the events of all clients in their order.
	ownersPatience = 2 * time.Second
)

// nameOwners finds out which image had a name that a request took: it may have moved to another
// one since the last look, and the answer does not say. The events do. It is safe for concurrent
// use; nil tells nothing.
type nameOwners struct {
	follow   func(ctx context.Context, opened func(), each func(model.ImageID)) error
	patience time.Duration

	mu   sync.Mutex
	lost []lostName    // in the order in which the engine told of them
	news chan struct{} // closed by the next event, and by the end of the stream
	open bool          // the engine tells every event
}

// lostName is that an image lost a name.
type lostName struct {
	image   model.ImageID
	claimed bool // by the request that took it
}

func newNameOwners(follow func(context.Context, func(), func(model.ImageID)) error) *nameOwners {
	return &nameOwners{follow: follow, patience: ownersPatience, news: make(chan struct{})}
}

// takesNames reports whether steps of a plan ask for names to be removed that another image may
// have by then.
func takesNames(plan *model.Plan) bool {
	exactly := deletesExactly(plan.Engine)
	isTag := func(ref string) bool { return !reference.IsDigest(ref) }
	return slices.ContainsFunc(plan.Steps, func(step model.Step) bool {
		switch {
		case !step.Ready || step.Image() == nil || exactly && !step.Force:
			return false
		case step.Action == model.ActionUntag:
			return slices.ContainsFunc(step.Refs, isTag)
		}
		return len(step.Refs) > 1 && slices.ContainsFunc(step.Refs, isTag)
	})
}

// start follows the events until ctx ends. It returns once the engine tells them, or won't.
func (n *nameOwners) start(ctx context.Context) {
	if n == nil {
		return
	}
	opened := make(chan struct{})
	settled := sync.OnceFunc(func() { close(opened) })
	go func() {
		// Without events nothing is known, as with any client.
		_ = n.follow(ctx, func() { n.setOpen(true); settled() }, n.add)
		n.setOpen(false)
		settled()
	}()
	select {
	case <-opened:
	case <-time.After(ownersOpen):
	case <-ctx.Done():
	}
}

func (n *nameOwners) setOpen(open bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.open = open
	n.tell()
}

func (n *nameOwners) add(image model.ImageID) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.lost = append(n.lost, lostName{image: image})
	n.tell()
}

func (n *nameOwners) tell() {
	close(n.news)
	n.news = make(chan struct{})
}

// mark is the place of the next event.
func (n *nameOwners) mark() int {
	if n == nil {
		return 0
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	return len(n.lost)
}

// of returns which image lost a name to a request that was sent at a mark, and whether that is
// known. It is expected to be the planned one. Otherwise it is the only one that lost a name since
// and is not about to go; empty if there are several.
func (n *nameOwners) of(ctx context.Context, planned model.ImageID, mark int, goes map[model.ImageID]bool) (owner model.ImageID, known bool) {
	if n == nil {
		return "", false
	}
	timeout := time.NewTimer(n.patience)
	defer timeout.Stop()
	for {
		claimed, open, news := n.claim(planned, mark)
		switch {
		case claimed:
			return planned, true
		case !open:
			return "", false
		}
		select {
		case <-news:
		case <-timeout.C:
			return n.other(mark, goes)
		case <-ctx.Done():
			return "", false
		}
	}
}

// claim takes the event of an image that came after a mark.
func (n *nameOwners) claim(image model.ImageID, mark int) (claimed, open bool, news <-chan struct{}) {
	n.mu.Lock()
	defer n.mu.Unlock()
	for i := mark; i < len(n.lost); i++ {
		if one := &n.lost[i]; one.image == image && !one.claimed {
			one.claimed = true
			return true, n.open, nil
		}
	}
	return false, n.open, n.news
}

// other returns the image that lost a name after a mark to no other request of the job. If none
// did, the events are late, and nothing is known.
func (n *nameOwners) other(mark int, goes map[model.ImageID]bool) (owner model.ImageID, known bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	found := -1
	for i := mark; i < len(n.lost); i++ {
		switch {
		case n.lost[i].claimed || goes[n.lost[i].image]:
		case found >= 0 && n.lost[found].image != n.lost[i].image:
			return "", true
		default:
			found = i
		}
	}
	if found < 0 {
		return "", mark < len(n.lost)
	}
	n.lost[found].claimed = true
	return n.lost[found].image, true
}
