package execute

import "jettison/model"

// referencesFrom is the number of deletions from which on a job uses a reference cache.
// Smaller jobs take the plainest way and inspect each image.
const referencesFrom = 64

// usesReferences reports whether a plan is long enough for a reference cache, and whether
// the engine's events tell enough for one: BuildKit in Docker 20.10 moves tags without an
// event, and Podman has other events. On the containerd store a request names both tag and
// image, so there is nothing to look up.
func usesReferences(plan *model.Plan) bool {
	if plan.Engine.Store != model.StoreGraph || plan.Engine.MajorVersion() < 23 {
		return false
	}
	deletions := 0
	for i := range plan.Steps {
		if step := &plan.Steps[i]; step.Ready && step.Removes(model.KindImage) {
			deletions++
		}
	}
	return deletions >= referencesFrom
}
