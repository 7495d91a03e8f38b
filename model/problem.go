package model

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

// Problem is an explained failure. It is an error; its text is What and Why.
type Problem struct {
	Kind   ProblemKind
	What   string // what happened, one sentence in plain words
	Why    string // the reason, one sentence; may be empty
	Advice string // what to do about it; may be empty
	Host   string // the address that was tried; may be empty
	Raw    string // the text as it came, control characters removed
}

// Error is the problem in one line.
func (p *Problem) Error() string {
	text := p.What
	if p.Why != "" {
		text += ": " + p.Why
	}
	return text
}
