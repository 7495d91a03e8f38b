package inventory

import (
	"context"
	"fmt"
	"testing"
	"time"

	"jettison/dockerx"
	"jettison/dockerx/sim"
	"jettison/model"
	"jettison/model/modeltest"
)

// BenchmarkLoad is from connecting to an embedded engine to the first snapshot
// with image rows. The engine's own work is in it.
func BenchmarkLoad(b *testing.B) {
	for _, n := range []int{1_000, 10_000, 100_000} {
		engine := sim.New(modeltest.Many(n, 1, time.Now()), sim.Options{})
		b.Cleanup(engine.Close)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				ctx, cancel := context.WithCancel(context.Background())
				client, err := dockerx.Connect(ctx, dockerx.Options{Dial: engine.Dial, Env: noEnv})
				if err != nil {
					b.Fatal(err)
				}
				feed := Follow(ctx, client, FollowOptions{})
				for {
					snapshot, err := feed.Next(ctx)
					if err != nil {
						b.Fatal(err)
					}
					if snapshot.Facts[model.FactImages].Status == model.StatusReady {
						break
					}
				}
				cancel()
				<-feed.done
				_ = client.Close()
			}
		})
	}
}
