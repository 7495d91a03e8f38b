package cli

import (
	"errors"

	"jettison/cli/process"
	"jettison/model"
	"jettison/model/query"
)

// Code is the exit code of the process.
type Code int

// The exit codes. A process ended by a signal exits with 128 plus the number of the signal, as
// in shells.
const (
	CodeDone     Code = 0 // everything was done
	CodeFailed   Code = 1 // some steps failed
	CodeUsage    Code = 2 // bad usage, configuration or query
	CodeNoEngine Code = 3 // no engine could be reached
	CodeRefused  Code = 4 // not confirmed, or forbidden by read-only mode, a pin, a budget or another clean-up

	codeSignal Code = 128
)

// UsageError is an invalid command line.
type UsageError struct {
	What   string // the problem in plain words
	Advice string // what to do about it; may be empty
}

// Error returns the whole explanation, one sentence a line.
func (e *UsageError) Error() string {
	if e.Advice == "" {
		return e.What
	}
	return e.What + "\n" + e.Advice
}

// RefusedError is an action that was not done because it wasn't confirmed or isn't allowed
// now.
type RefusedError struct {
	What   string // what was refused, in plain words
	Advice string // what to do about it; may be empty
}

// Error returns the whole explanation, one sentence a line.
func (e *RefusedError) Error() string {
	if e.Advice == "" {
		return e.What
	}
	return e.What + "\n" + e.Advice
}

// adviceOf returns the advice of an error, with which its text ends.
func adviceOf(err error) string {
	if usage, ok := errors.AsType[*UsageError](err); ok {
		return usage.Advice
	}
	if refused, ok := errors.AsType[*RefusedError](err); ok {
		return refused.Advice
	}
	return ""
}

// CodeOf returns the exit code for err.
func CodeOf(err error) Code {
	var (
		usage   *UsageError
		wrong   *query.Error
		refused *RefusedError
		signal  *process.SignalError
		problem *model.Problem
	)
	switch {
	case err == nil:
		return CodeDone
	case errors.As(err, &usage), errors.As(err, &wrong):
		return CodeUsage
	case errors.As(err, &refused):
		return CodeRefused
	case errors.As(err, &signal):
		return codeSignal + Code(signal.Signal)
	case errors.As(err, &problem) && unreachable(problem.Kind):
		return CodeNoEngine
	}
	return CodeFailed
}

// unreachable reports whether a problem means that the engine can't be used.
func unreachable(kind model.ProblemKind) bool {
	switch kind {
	case model.ProblemNotRunning, model.ProblemPermission, model.ProblemAddress, model.ProblemTLS,
		model.ProblemSSH, model.ProblemTooOld, model.ProblemTimeout:
		return true
	case model.ProblemOther, model.ProblemAnswer, model.ProblemCanceled, model.ProblemStale:
	}
	return false
}
