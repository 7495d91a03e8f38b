package policy_test

import (
	"testing"
	"time"

	"jettison/model/modeltest"
	"jettison/model/policy"
)

// BenchmarkSelect is what the menu of policies costs for each of them.
func BenchmarkSelect(b *testing.B) {
	inv := modeltest.Many(10_000, 1, now).Inventory()
	plain := &policy.Policy{Remove: queries(b, "unused age>7d")}
	full := &policy.Policy{
		Remove: queries(b, "unused", "stopped"), Keep: queries(b, "vrank<=3"), MaxTotal: inv.Usage.Images.Size / 2,
		StoppedOlderThan: 7 * 24 * time.Hour, Batch: 5000,
	}
	for name, p := range map[string]*policy.Policy{"plain": plain, "full": full} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if s := p.Select(env(inv)); len(s.Remove) == 0 {
					b.Fatal("nothing is selected")
				}
			}
		})
	}
}
