package query

import "jettison/model"

// states returns the table of all states, in the order of completion and of the
// documentation. A new state needs the same as a new field.
func states() []stateEntry {
	return []stateEntry{
		{
			"dangling", ofRow(isDangling), model.FactImages,
			"has no tag",
			"has no tag",
		},
		{
			"unused", ofContainers(anyContainer, false), model.FactContainers,
			"no container uses it",
			"no container uses, running or stopped",
		},
		{
			"used", ofContainers(anyContainer, true), model.FactContainers,
			"a container uses it",
			"a container uses",
		},
		{
			"running", ofContainers(isRunning, true), model.FactContainers,
			"a running container uses it",
			"a running container uses",
		},
		{
			"stopped", ofContainers(isStopped, true), model.FactContainers,
			"a stopped container uses it",
			"a stopped container uses; another may run",
		},
		{
			"pinned", ofKey(pinnedIn), model.FactImages,
			"a pin protects it",
			"a pin protects. It means nothing in a pin",
		},
		{
			"marked", ofKey(markedIn), model.FactImages,
			"is marked",
			"is marked, on the screen. It means nothing in pins and policies",
		},
		{
			"pullable", ofImage(isPullable), model.FactImages,
			"has a registry digest",
			"has a registry digest, so that it can be pulled again if it is still there",
		},
		{
			"local", ofImage(isLocal), model.FactImages,
			"has no registry digest, so it can't be pulled again",
			"has no registry digest",
		},
		{
			"leaf", leaf, model.FactLayers,
			"nothing is built on it",
			"nothing is built on",
		},
	}
}
