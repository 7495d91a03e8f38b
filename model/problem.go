package model

import (
	"fmt"
	"time"
)

// ProblemKind sorts what can go wrong between jettison and an engine.
type ProblemKind uint8

// The kinds of problems, from the way there to the answer.
const (
	ProblemOther ProblemKind = iota
	ProblemNotRunning
	ProblemPermission
	ProblemAddress
	ProblemTLS
	ProblemSSH
	ProblemTooOld
	ProblemTimeout
	ProblemAnswer // the engine answered with an error or with nonsense
	ProblemCanceled
	ProblemStale // the plan is of before another clean-up
)

// Problem is what is known of a failure. It is an error. Nobody changes it.
type Problem struct {
	Kind   ProblemKind
	Reason ProblemReason
	Host   string // the address that was tried; may be empty
	Raw    string // the text as it came, control characters removed

	// The reason decides which of these are set.

	Name    string        // of a host, a context, a file, an image or a registry
	Ref     string        // of an image
	Text    string        // what the other side or the system says, control characters removed
	Code    int           // the HTTP status
	Cause   *Problem      // of ReasonGaveUp: why the engine can't be reached
	Waited  time.Duration // of ReasonGaveUp: for the engine
	Process int           // of ReasonBusy: the ID of the process, 0 when it is not known
	Runs    time.Duration // of ReasonBusy: since when
}

// Error implements error, for programmers. Package words has the text for people.
func (p *Problem) Error() string {
	return fmt.Sprintf("problem %d.%d host %q name %q text %q raw %q", p.Kind, p.Reason, p.Host, p.Name, p.Text, p.Raw)
}
