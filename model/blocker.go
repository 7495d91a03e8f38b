package model

// BlockerKind classifies what stops a step.
type BlockerKind uint8

// The kinds of blockers.
const (
	BlockerRunning        BlockerKind = iota // a container whose processes live
	BlockerStopped                           // a container that was created, exited or died
	BlockerDescendant                        // images that name this one as their parent
	BlockerReference                         // other references keep the image
	BlockerAlive                             // the container itself runs
	BlockerMount                             // a container that mounts the image
	BlockerService                           // a swarm service that names the image
	BlockerExternal                          // a container of a build, see Container.External
	BlockerLastPlatform                      // no other platform of the image would stay
	BlockerSharedContent                     // images that have content of a platform too
	BlockerUnknownContent                    // it is not known whether images have content of a platform too
	BlockerPinned                            // pinned containers that use the image or the volume
	BlockerUnsavable                         // no backup can have the volume
	BlockerWritten                           // a container that runs and may write into the volume, so that a backup would miss what comes after
	BlockerBuilding                          // a build uses the cache record
	BlockerCacheChild                        // cache records that were built on this one and stay
)

// Blocker is one reason why a step can't be carried out, in the model's terms;
// the screen and the commands put it in words.
type Blocker struct {
	Kind BlockerKind
	// Things stop the step: the containers of BlockerRunning, BlockerStopped, BlockerAlive,
	// BlockerMount, BlockerExternal and BlockerPinned, the images of BlockerDescendant and
	// BlockerSharedContent, those of BlockerUnknownContent whose content is not known, and the
	// cache records of BlockerCacheChild.
	Things   []Thing
	Services []*Service // of BlockerService
	Refs     []string   // of BlockerReference
	Remedies []Remedy   // what a person may choose, the gentlest first
}

// Remedy is a person's choice for a blocked step.
type Remedy uint8

// The remedies. RemedyNone leaves a blocked step undone, as RemedySkip does,
// but nobody chose it.
const (
	RemedyNone            Remedy = iota
	RemedySkip                   // leave the image alone
	RemedyRemoveStopped          // remove the stopped containers first
	RemedyStopRemove             // stop the running containers and remove them, stopped ones too
	RemedyMarkDescendants        // remove the images or cache records built on it too
	RemedyUntag                  // take only the references away; the bytes stay
	RemedyForce                  // do it all the same; ForceEffect says what that does
	RemedyMarkReferences         // remove the image's other references too
	RemedyWithoutBackup          // remove the volume although no backup has it
)

// ForceEffect is what comes of removing what is blocked all the same.
type ForceEffect uint8

// What force does, measured on Docker 20.10 to 29 and Podman 4.3, 5.4 and 5.8.
const (
	ForceNothing ForceEffect = iota // there is nothing to force
	// ForceRefused: the engine refuses all the same.
	ForceRefused
	// ForceUntags: the references go, a dangling image stays, nothing is freed.
	ForceUntags
	// ForceDeletesKeepingBytes: the image goes; its bytes stay until the
	// containers that use it go.
	ForceDeletesKeepingBytes
	// ForceKillsContainers: the engine kills and removes the containers.
	ForceKillsContainers
	// ForceRemovesContainers: the engine removes the containers, none of which is running.
	ForceRemovesContainers
	// ForceBreaksMounts: the image goes with its bytes; the containers that mount it can't
	// start any more, and those that run find nothing there.
	ForceBreaksMounts
	// ForceStrandsServices: the image goes with its bytes; swarm services can start no task
	// here until it is back.
	ForceStrandsServices
)

// Remedies is a set of remedies.
type Remedies uint16

// remediesOf is the set of some remedies, as it stands: RemedySkip beside others is one of them.
func remediesOf(remedies ...Remedy) (set Remedies) {
	for _, remedy := range remedies {
		set |= 1 << remedy
	}
	return set
}

// And is the remedies that both sets have.
func (r Remedies) And(others Remedies) Remedies { return r & others }

// With is the set with a remedy added; RemedySkip replaces all others, and any
// other replaces RemedySkip.
func (r Remedies) With(remedy Remedy) Remedies {
	switch remedy {
	case RemedyNone:
		return r
	case RemedySkip:
		return 1 << RemedySkip
	default:
	}
	return r&^(1<<RemedySkip) | 1<<remedy
}

// Without is the set with a remedy taken out.
func (r Remedies) Without(remedy Remedy) Remedies { return r &^ (1 << remedy) }

// Has reports whether a remedy is in the set.
func (r Remedies) Has(remedy Remedy) bool { return remedy != RemedyNone && r&(1<<remedy) != 0 }
