package model

// RefusalKind is why a step did not do what it should.
type RefusalKind uint8

// What an engine refuses to delete or remove.
const (
	RefusalOther      RefusalKind = iota // only the raw text says why
	RefusalRunning                       // a running container uses the image
	RefusalStopped                       // a stopped container uses the image
	RefusalInUse                         // a container uses the image; its state is not known
	RefusalChildren                      // other images were built on the image
	RefusalReferences                    // the image has more references than the plan lists: Refs, if the engine tells
	RefusalStarted                       // the container was started or paused while it was to be removed
	RefusalUnlisted                      // a container uses the image that no list of the API need have, as one of a build
)

// How else an engine fails.
const (
	RefusalServer     RefusalKind = iota + RefusalUnlisted + 1 // it answered Code, 5xx
	RefusalBadRequest                                          // it did not understand the request
	RefusalForbidden                                           // it does not allow the request
	RefusalConflict                                            // something unnamed needs the thing
	RefusalStatus                                              // it answered Code, for no reason known here
	RefusalMalformed                                           // its answer can't be decoded
	RefusalReadOnly                                            // it was not asked: the program is read-only
)

// What the engine has now is not what the plan was made of.
const (
	RefusalTagged       RefusalKind = iota + RefusalReadOnly + 1 // the image got Refs, which keep it
	RefusalMoved                                                 // Refs name another image now, Image
	RefusalLastTag                                               // Refs are the last tag of the image
	RefusalNotHeld                                               // nothing but Refs holds the image
	RefusalUsed                                                  // Containers began to use the image
	RefusalServed                                                // Services began to name the image
	RefusalStartedSince                                          // the container was started
	RefusalOtherImage                                            // the container is of another image than the plan says
	RefusalBackupGone                                            // the backup of the image is gone or cut off
	RefusalUnsupported                                           // this version does not remove things of the kind
	RefusalUntagged                                              // the engine took only the names away
	RefusalIgnored                                               // the engine did nothing, and answered that it did
	RefusalDeletedAlong                                          // the image went with Refs, as what held it went
	RefusalTookAlong                                             // the step took Along, which the plan does not list
	RefusalBlocked                                               // Blockers stop the step
	RefusalOtherVolume                                           // another volume has the name
	RefusalMounted                                               // Containers mount the volume
	RefusalPassedOver                                            // the engine left the cache record where it is
	RefusalTookRecords                                           // the step also took Refs, cache records that the plan does not list
)

// The connection broke while the step was under way.
const (
	RefusalLost           RefusalKind = iota + RefusalTookRecords + 1 // it broke again and again
	RefusalOutcomeUnknown                                             // the engine can't be asked what it did
	RefusalStillThere                                                 // the engine did not do it
)

// The step was not tried.
const (
	RefusalDependency     RefusalKind = iota + RefusalStillThere + 1 // Before did not succeed
	RefusalCanceled                                                  // the job was cancelled
	RefusalProgramEnded                                              // the program was ended
	RefusalEngineAway                                                // the engine did not come back
	RefusalNotAsked                                                  // the connection broke before the engine was asked
	RefusalBusy                                                      // another clean-up of the engine is under way
	RefusalStale                                                     // a clean-up ran since the plan was made
	RefusalBackupCanceled                                            // the backup before was cancelled
	RefusalBackupFailed                                              // the backup before failed, for Problem
	RefusalNoArchive                                                 // backups hold no things of the kind
	RefusalUnsavable                                                 // Engine can't save the image without harm
	RefusalNotSaved                                                  // the engine refused to save the image, for Problem
	RefusalPartlySaved                                               // the engine saved a part of the image
	RefusalUnlistedUsers                                             // what uses the image could not be listed, for Problem
)

// Refusal is what is known of a step that did not do what it should. Nobody changes it.
type Refusal struct {
	Kind     RefusalKind
	Remedies []Remedy // what may be chosen for another try; may be empty
	Raw      string   // the engine's text, cleaned; may be empty
	Code     int      // the HTTP status, 0 when there was none

	Refs  []string
	Image ImageID
	// Containers are those in the way. One that only the engine named has an ID, which
	// may be short, and no name.
	Containers []*Container
	Services   []*Service
	Blockers   []Blocker // of RefusalBlocked
	Before     *Step     // of RefusalDependency; nil when it is not known
	Engine     Engine
	Problem    *Problem
	Along      []Along  // of RefusalTookAlong
	Cause      *Refusal // of RefusalTookAlong: why the step did not do the rest; nil if it did all
}
