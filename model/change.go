package model

// ChangeKind sorts why a planned step can't be carried out as it was planned.
type ChangeKind uint8

// The kinds of changes.
const (
	ChangeOther           ChangeKind = iota
	ChangeGone                       // the thing is not there
	ChangeImageReplaced              // the image is not there, and its name is another image's
	ChangeNameMoved                  // the name is another image's
	ChangeNameGone                   // the name is not there
	ChangeGoalStays                  // the image for whose sake a container was to go stays
	ChangePinned                     // a pin protects it
	ChangeNamed                      // the image has more names
	ChangePulled                     // the image has digests of more repositories
	ChangeLastName                   // the name is the last one of the image
	ChangeBlocked                    // something blocks the step
	ChangeForce                      // the step would have to be forced
	ChangeRuns                       // the container would have to be stopped
	ChangeUnsupported                // this version removes nothing of its kind
	ChangeUsed                       // another container uses the image
	ChangeUsedRunning                // another container uses the image, and it runs
	ChangeWaits                      // another step would have to be done first
	ChangeServed                     // another swarm service names the image
	ChangePlatformGone               // the platform of the image is not there
	ChangeVolumeReplaced             // another volume has the name
	ChangeVolumesUnlisted            // the engine does not tell which volumes there are
)

// Change is why a planned step can't be carried out as it was planned.
type Change struct {
	Kind ChangeKind
	Of   Kind // of what is not there, of ChangeGone
	// Names are the references that moved or came, the container or service that uses the image,
	// or what the step that would have to be done first is about.
	Names    []string
	Image    ImageID   // that has the name, of ChangeImageReplaced and ChangeNameMoved
	Pin      Pin       // of ChangePinned
	Blockers []Blocker // of ChangeBlocked
}

// Gone reports whether nothing is left to do: what the step removes is not there.
func (c *Change) Gone() bool {
	switch c.Kind {
	case ChangeGone, ChangeImageReplaced, ChangeNameGone, ChangePlatformGone:
		return true
	default:
		return false
	}
}
