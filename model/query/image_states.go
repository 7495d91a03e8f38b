package query

import "jettison/model"

// imageStates returns the states of images, in the order of completion and of the
// documentation. A new state needs the same as a new field.
func imageStates() []stateOf[*model.Row] {
	return []stateOf[*model.Row]{
		newState[*model.Row]("dangling", engineState(danglingIn), stateInfo{
			fact:  model.FactImages,
			about: "has no reference",
			page:  "has no reference. On graphdriver stores, such as overlay2, digests don't count, as for `docker image prune`",
		}),
		newState[*model.Row]("unused", inUse(false), stateInfo{
			fact:  model.FactContainers,
			about: "no container or service uses it",
			page:  "nothing uses: no container, running or stopped, was created from it or mounts it, and no swarm service names it",
		}),
		newState[*model.Row]("used", inUse(true), stateInfo{
			fact:  model.FactContainers,
			about: "a container or service uses it",
			page:  "a container uses or a swarm service names",
		}),
		newState[*model.Row]("running", usedBy(isRunning), stateInfo{
			fact:  model.FactContainers,
			about: "a running container uses it",
			page:  "a running container uses",
		}),
		newState[*model.Row]("stopped", usedBy(isStopped), stateInfo{
			fact:  model.FactContainers,
			about: "a stopped container uses it",
			page:  "a stopped container uses; another may run",
		}),
		newState[*model.Row]("pinned", keyState(pinnedIn), stateInfo{
			fact:  model.FactImages,
			about: "a pin protects it",
			page:  "a pin protects. It means nothing in a pin",
		}),
		newState[*model.Row]("marked", keyState(markedIn), stateInfo{
			fact:  model.FactImages,
			about: "is marked",
			page:  "is marked, on the screen. It means nothing in pins and policies",
		}),
		newState[*model.Row]("pullable", imageState(isPullable), stateInfo{
			fact:  model.FactImages,
			about: "has a registry digest",
			page:  "has a registry digest, so that it can be pulled again if it is still there. The containerd store and Podman give every name one, also of what was never pushed",
		}),
		newState[*model.Row]("local", imageState(isLocal), stateInfo{
			fact:  model.FactImages,
			about: "has no registry digest, so it can't be pulled again",
			page:  "has no registry digest. On the containerd store and Podman, every image with a name has one",
		}),
		newState[*model.Row]("leaf", leaf{}, stateInfo{
			fact:  model.FactLayers,
			about: "nothing is built on it",
			page:  "nothing is built on",
		}),
	}
}
