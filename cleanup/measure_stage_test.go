package cleanup

import (
	"context"
	"slices"
	"testing"
	"time"

	"jettison/dockerx/inventory"
	"jettison/model"
)

// measured is an engine whose images take so many bytes.
func measured(bytes int64) *model.Inventory {
	inv := model.NewInventory(onePlan().Engine, noon(), nil, nil, nil)
	return inv.WithUsage(&model.Usage{Images: model.Totals{Size: bytes}})
}

// What is there before the first step is measured before it, and what is left after the last.
func TestARunIsMeasured(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		patience      time.Duration
		measured      []*model.Inventory
		asked         []inventory.Measuring
		before, after int64
	}{
		"both":         {time.Second, []*model.Inventory{measured(9), measured(2)}, []inventory.Measuring{{Patience: time.Second}, {Anew: true, Patience: patienceAfter}}, 9, 2},
		"too late":     {time.Second, []*model.Inventory{nil}, []inventory.Measuring{{Patience: time.Second}}, model.Unknown, model.Unknown},
		"only before":  {time.Second, []*model.Inventory{measured(9), nil}, []inventory.Measuring{{Patience: time.Second}, {Anew: true, Patience: patienceAfter}}, model.Unknown, model.Unknown},
		"not asked to": {0, []*model.Inventory{measured(9), measured(2)}, nil, model.Unknown, model.Unknown},
	} {
		engine := &fakeEngine{updates: succeeds(), measured: c.measured}
		engine.began = func() {
			if c.patience > 0 && len(engine.asked) != 1 {
				t.Errorf("%s: measured %d times before the first step", name, len(engine.asked))
			}
		}
		run := serviceIn(t.TempDir(), engine).Remove(t.Context(), onePlan(), Options{Measure: c.patience})
		if p, _ := finish(t, run); p.Done != 1 {
			t.Errorf("%s: %+v", name, p)
		}
		before, after := run.Measured(t.Context())
		if bytesIn(before) != c.before || bytesIn(after) != c.after || !slices.Equal(engine.asked, c.asked) {
			t.Errorf("%s: before %d, after %d, asked %v", name, bytesIn(before), bytesIn(after), engine.asked)
		}
	}
}

func bytesIn(inv *model.Inventory) int64 {
	if inv == nil {
		return model.Unknown
	}
	return inv.Usage.Images.Size
}

// Who cancels does not wait for the measurement, and nothing begins.
func TestMeasuringIsCancelled(t *testing.T) {
	t.Parallel()
	engine := &fakeEngine{updates: succeeds()}
	run := serviceIn(t.TempDir(), engine).Remove(t.Context(), onePlan(), Options{Measure: time.Hour})
	engine.measuring = func(ctx context.Context) {
		run.Cancel()
		<-ctx.Done()
	}
	if finish(t, run); !engine.job.canceled {
		t.Error("the removal goes on")
	}
}
