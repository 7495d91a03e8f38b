package words

import (
	"errors"
	"strings"

	"jettison/model"
)

// Explanation is a problem in words. The first two have no full stop, the advice has one.
type Explanation struct {
	What   string // what happened
	Why    string // the reason; may be empty
	Advice string // what to do about it; may be empty
}

// Line returns what happened and why, in one line.
func (e Explanation) Line() string {
	if e.Why == "" {
		return e.What
	}
	return e.What + ": " + e.Why
}

// Problem explains a problem.
func Problem(p *model.Problem) Explanation {
	for _, say := range []func(*model.Problem) Explanation{
		problemConnection, problemNetwork, problemAddress, problemCertificate, problemTLS, problemSSH,
		problemAnswer, problemStranger, problemRegistry, problemCleanup, problemJournal, problemPolicy,
	} {
		if explained := say(p); explained.What != "" {
			return explained
		}
	}
	return Explanation{What: p.Text}
}

// ProblemLine returns what happened and why, in one line.
func ProblemLine(p *model.Problem) string { return Problem(p).Line() }

// Error returns the text of an error. A problem in it is put in words.
func Error(err error) string {
	text := err.Error()
	if p, ok := errors.AsType[*model.Problem](err); ok {
		return strings.Replace(text, p.Error(), ProblemLine(p), 1)
	}
	return text
}
