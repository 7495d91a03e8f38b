package inventory

import (
	"testing"

	"jettison/dockerx/sim"
	"jettison/model"
)

// Podman tells of a deletion before it deletes. An image that is there when it is looked at
// then may go right after, without another event: it is listed again.
func TestDeletionThatPodmanAnnounces(t *testing.T) {
	t.Parallel()
	withFeed(t, developer, sim.Options{Store: model.StorePodman, Version: "5.8.6"}, nil, func(r *rig) {
		r.loaded()
		r.settle()
		r.engine.ForgetRequests()
		used := r.feed.Inventory().Containers()[0].Image
		if err := r.engine.RemoveImage(string(used), false); err == nil {
			t.Fatal("an image in use was deleted")
		}
		if n := count(r.settle(), "/images/json"); n != 1 {
			t.Errorf("the images were listed %d times", n)
		}
		r.checkAgainstFresh()
	})
}
