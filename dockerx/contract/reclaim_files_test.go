package contract_test

import (
	"testing"
	"time"

	"github.com/moby/moby/client"

	"jettison/dockerx"
	"jettison/dockerx/enginetest"
	"jettison/dockerx/inventory"
	"jettison/model"
	"jettison/model/modeltest"
)

// TestFilesGoWithTheImageTheyCameWith removes an image from the containerd store that was
// loaded before the image it is built on. The files of their common layers are removed with
// it, although the other image stays: the range accounts for them.
func TestFilesGoWithTheImageTheyCameWith(t *testing.T) {
	t.Parallel()
	const shared = 1 << 20
	w := modeltest.New(5, time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC))
	child := w.Build(modeltest.Recipe{
		Tags: []string{repo + "files:child"},
		Add:  []modeltest.Instruction{modeltest.Run("COPY base / # buildkit", shared), modeltest.Run("COPY app / # buildkit", 9000)},
	})
	w.Build(modeltest.Recipe{
		Tags: []string{repo + "files:parent"}, On: child.History.Below, Add: []modeltest.Instruction{modeltest.Set("ENV A=b")},
	})
	engines.On(t, []enginetest.Flavor{enginetest.Docker28Containerd, enginetest.Docker29Containerd}, w, func(t *testing.T, e *enginetest.Engine) {
		c, err := dockerx.Connect(t.Context(), dockerx.Options{Dial: e.Dial})
		must(t, err)
		t.Cleanup(func() { _ = c.Close() })
		size := func() int64 {
			usage, err := e.Client().DiskUsage(t.Context(), client.DiskUsageOptions{Images: true})
			must(t, err)
			return usage.Images.TotalSize
		}
		inv := untilMeasured(t, inventory.Follow(t.Context(), c, inventory.FollowOptions{}), time.Time{})
		plan := model.NewPlan(inv, keysOf(t, inv, repo+"files:child"), nil)
		before := size()
		executeAll(t, c, plan)
		back := before - size()
		if back < shared {
			t.Errorf("%d bytes came back: the files of the layers stayed, unlike before", back)
		}
		if back < plan.Reclaim.Min || back > plan.Reclaim.Max || plan.Reclaim.Min > shared {
			t.Errorf("%d bytes came back, predicted were %d to %d", back, plan.Reclaim.Min, plan.Reclaim.Max)
		}
	})
}
