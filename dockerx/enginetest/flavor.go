package enginetest

import (
	"strings"

	"jettison/model"
)

// Flavor is a kind of engine that tests run on.
type Flavor string

// The real engines, and the embedded one that imitates each of them.
const (
	Docker20           Flavor = "docker20-overlay2"
	Docker28           Flavor = "docker28-overlay2"
	Docker28Containerd Flavor = "docker28-containerd"
	Docker29           Flavor = "docker29-overlay2"
	Docker29Containerd Flavor = "docker29-containerd"
	Podman             Flavor = "podman"
	Podman5            Flavor = "podman5"

	SimDocker20           Flavor = "sim-docker20-overlay2"
	SimDocker28           Flavor = "sim-docker28-overlay2"
	SimDocker28Containerd Flavor = "sim-docker28-containerd"
	SimDocker29           Flavor = "sim-docker29-overlay2"
	SimDocker29Containerd Flavor = "sim-docker29-containerd"
	SimPodman             Flavor = "sim-podman"
	SimPodman5            Flavor = "sim-podman5"
)

// RealFlavors returns the flavors that are real engines.
func RealFlavors() []Flavor {
	return []Flavor{Docker20, Docker28, Docker28Containerd, Docker29, Docker29Containerd, Podman, Podman5}
}

// Flavors returns all flavors, the embedded ones first.
func Flavors() []Flavor {
	flavors := RealFlavors()
	for i, f := range flavors {
		flavors[i] = f.Sim()
	}
	return append(flavors, RealFlavors()...)
}

// simPrefix begins the names of the embedded flavors; the rest is what they imitate.
const simPrefix = "sim-"

// Real reports whether the flavor is a real engine, not the embedded one.
func (f Flavor) Real() bool { return !strings.HasPrefix(string(f), simPrefix) }

// Like returns the real engine that the flavor imitates, or itself if it is real.
func (f Flavor) Like() Flavor { return Flavor(strings.TrimPrefix(string(f), simPrefix)) }

// Sim returns the embedded flavor that imitates a real one.
func (f Flavor) Sim() Flavor { return simPrefix + f.Like() }

// Store returns how the flavor keeps images.
func (f Flavor) Store() model.Store {
	switch f.Like() {
	case Docker20, Docker28, Docker29:
		return model.StoreGraph
	case Docker28Containerd, Docker29Containerd:
		return model.StoreContainerd
	case Podman, Podman5:
		return model.StorePodman
	default:
	}
	return model.StoreUnknown
}

// version returns the prefix of the engine's version.
func (f Flavor) version() string {
	switch f.Like() {
	case Docker20:
		return "20.10."
	case Docker28, Docker28Containerd:
		return "28."
	case Docker29, Docker29Containerd:
		return "29."
	case Podman:
		return "4."
	case Podman5:
		return "5."
	default:
	}
	return ""
}
