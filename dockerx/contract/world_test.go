package contract_test

import (
	"time"

	"jettison/model"
	"jettison/model/modeltest"
)

// contractWorld is the scene of the contract; its images and containers are
// named by their first tag or by what they are.
//
//	base:1 ← step ← app:1, app:2 ← child:1     classic builds
//	lone:1, used:1 and used:2 (exited), spent:1 (exited), runs:1 (running), none
func contractWorld() *modeltest.World {
	// A fixed time makes all worlds equal, so that a case that changes nothing leaves the real
	// engine usable for the next one.
	w := modeltest.New(7, time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC))
	plain := func(size int64, tags ...string) *modeltest.Image {
		return w.Build(modeltest.Recipe{Tags: tags, Add: []modeltest.Instruction{modeltest.Run("ADD rootfs /", size)}})
	}
	base := plain(9000, repo+"base:1")
	app := w.Build(modeltest.Recipe{
		From: base, Classic: true, Tags: []string{repo + "app:1", repo + "app:2"},
		Add: []modeltest.Instruction{modeltest.Run("COPY step /", 800), modeltest.Set("ENV STEP=1")},
	})
	w.Build(modeltest.Recipe{
		From: app, Classic: true, Tags: []string{repo + "child:1"},
		Add: []modeltest.Instruction{modeltest.Run("COPY child /", 70)},
	})
	w.Build(modeltest.Recipe{
		Tags: []string{repo + "lone:1"}, Labels: map[string]string{"kind": "lone"},
		Add: []modeltest.Instruction{modeltest.Run("ADD rootfs /", 500)},
	})
	used := plain(400, repo+"used:1", repo+"used:2")
	spent := plain(350, repo+"spent:1")
	runs := plain(300, repo+"runs:1")
	plain(200)
	w.Run(modeltest.Start{Image: used, Name: "old", State: model.StateExited, ExitCode: 3, Volumes: []string{"data"}})
	w.Volumes = append(w.Volumes, &modeltest.Volume{Name: "data", Created: w.Now})
	w.Run(modeltest.Start{Image: spent, Name: "spent", State: model.StateExited})
	w.Run(modeltest.Start{Image: runs, Name: "live", State: model.StateRunning})
	return w
}

// repo is the registry and folder of all references; since it has a host, no engine completes
// them.
const repo = "registry.test/contract/"
