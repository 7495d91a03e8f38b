package enginetest

import "jettison/model"

// Flavor is a kind of engine that tests run on.
type Flavor string

// The real engines, and the embedded one that imitates each of them.
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

// Flavors returns all flavors, the embedded ones first.
func Flavors() []Flavor {
	return []Flavor{
		SimDocker20, SimDocker28, SimDocker28Containerd, SimPodman,
		Docker20, Docker28, Docker28Containerd, Podman,
	}
}

// Real reports whether the flavor is a real engine, not the embedded one.
func (f Flavor) Real() bool {
	switch f {
	case Docker20, Docker28, Docker28Containerd, Podman:
		return true
	default:
	}
	return false
}

// Store returns how the flavor keeps images.
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

// Like returns the real engine that the flavor imitates, or itself if it is real.
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

// version returns the prefix of the engine's version.
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
