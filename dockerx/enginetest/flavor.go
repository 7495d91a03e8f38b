package enginetest

import "jettison/model"

// Flavor is a kind of engine that tests are held against.
type Flavor string

// The real engines, and the embedded one in the part of each of them.
const (
	Docker20           Flavor = "docker20-overlay2"
	Docker28           Flavor = "docker28-overlay2"
	Docker28Containerd Flavor = "docker28-containerd"
	Podman             Flavor = "podman"

	SimDocker20           Flavor = "sim-docker20-overlay2"
	SimDocker28           Flavor = "sim-docker28-overlay2"
	SimDocker28Containerd Flavor = "sim-docker28-containerd"
	SimPodman             Flavor = "sim-podman"
)

// Flavors are all of them, the embedded ones first.
func Flavors() []Flavor {
	return []Flavor{
		SimDocker20, SimDocker28, SimDocker28Containerd, SimPodman,
		Docker20, Docker28, Docker28Containerd, Podman,
	}
}

// Real reports whether it is an engine of its own, not the embedded one.
func (f Flavor) Real() bool {
	switch f {
	case Docker20, Docker28, Docker28Containerd, Podman:
		return true
	default:
	}
	return false
}

// Store is how it keeps images.
func (f Flavor) Store() model.Store {
	switch f {
	case Docker20, Docker28, SimDocker20, SimDocker28:
		return model.StoreGraph
	case Docker28Containerd, SimDocker28Containerd:
		return model.StoreContainerd
	case Podman, SimPodman:
		return model.StorePodman
	}
	return model.StoreUnknown
}

// Like is the real engine whose part it plays, itself when it is real.
func (f Flavor) Like() Flavor {
	switch f {
	case SimDocker20:
		return Docker20
	case SimDocker28:
		return Docker28
	case SimDocker28Containerd:
		return Docker28Containerd
	case SimPodman:
		return Podman
	default:
	}
	return f
}

// version is how the flavor's engine version starts.
func (f Flavor) version() string {
	switch f.Like() {
	case Docker20:
		return "20.10."
	case Docker28, Docker28Containerd:
		return "28."
	default:
	}
	return ""
}
