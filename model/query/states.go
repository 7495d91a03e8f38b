package query

import "jettison/model"

// states returns the table of all states, in the order of completion and of the
// documentation. A new state needs the same as a new field.
func states() []stateEntry {
	return []stateEntry{
		{
			name: "dangling", judge: engineState(danglingIn), fact: model.FactImages,
			about: "has no reference",
			page:  "has no reference. On graphdriver stores, such as overlay2, digests don't count, as for `docker image prune`",
		},
		{
			name: "unused", judge: inUse(false), fact: model.FactContainers,
			about: "no container or service uses it",
			page:  "nothing uses: no container, running or stopped, was created from it or mounts it, and no swarm service names it",
		},
		{
			name: "used", judge: inUse(true), fact: model.FactContainers,
			about: "a container or service uses it",
			page:  "a container uses or a swarm service names",
		},
		{
			name: "running", judge: usedBy(isRunning), fact: model.FactContainers,
			about: "a running container uses it",
			page:  "a running container uses",
		},
		{
			name: "stopped", judge: usedBy(isStopped), fact: model.FactContainers,
			about: "a stopped container uses it",
			page:  "a stopped container uses; another may run",
		},
		{
			name: "pinned", judge: keyState(pinnedIn), fact: model.FactImages,
			about: "a pin protects it",
			page:  "a pin protects. It means nothing in a pin",
		},
		{
			name: "marked", judge: keyState(markedIn), fact: model.FactImages,
			about: "is marked",
			page:  "is marked, on the screen. It means nothing in pins and policies",
		},
		{
			name: "pullable", judge: imageState(isPullable), fact: model.FactImages,
			about: "has a registry digest",
			page:  "has a registry digest, so that it can be pulled again if it is still there. The containerd store and Podman give every name one, also of what was never pushed",
		},
		{
			name: "local", judge: imageState(isLocal), fact: model.FactImages,
			about: "has no registry digest, so it can't be pulled again",
			page:  "has no registry digest. On the containerd store and Podman, every image with a name has one",
		},
		{
			name: "leaf", judge: leaf{}, fact: model.FactLayers,
			about: "nothing is built on it",
			page:  "nothing is built on",
		},
	}
}
