//go:build unix

package terminal

import (
	"os"
	"os/signal"
	"sync/atomic"
	"syscall"
	"time"

	tea "charm.land/bubbletea/v2"
)

// stopPatience is how long after its own stop signal a process takes itself for
// one that was not stopped: the kernel does not stop a process group that no
// shell looks after, such as that of a container's first process.
const stopPatience = 100 * time.Millisecond

// jobControl stops the process for a shell and learns when it goes on.
type jobControl struct {
	signals chan os.Signal
	lent    atomic.Bool // another program has the terminal
	off     bool        // whoever started the process wants no stops
}

func newJobControl() *jobControl {
	return &jobControl{signals: make(chan os.Signal, 1), off: signal.Ignored(syscall.SIGTSTP)}
}

// canSuspend reports whether there is a shell that can resume the process; as far
// as one can know beforehand.
func (j *jobControl) canSuspend() bool { return !j.off }

// listen makes a stop a signal instead of a stop.
func (j *jobControl) listen() {
	if !j.off {
		signal.Notify(j.signals, syscall.SIGTSTP, syscall.SIGCONT)
	}
}

// follow tells the program of the stops and continuations that listen makes
// signals, until it has ended, so that it can give the terminal back first and take
// it again.
func (j *jobControl) follow(program *tea.Program, ended <-chan struct{}) {
	defer signal.Stop(j.signals)
	for {
		select {
		case s := <-j.signals:
			j.obey(s, program)
		case <-ended:
			return
		}
	}
}

func (j *jobControl) obey(s os.Signal, program *tea.Program) {
	switch {
	case j.lent.Load(): // the program waits for the other one
		if s == syscall.SIGTSTP {
			stopProcess()
		}
	case s == syscall.SIGTSTP:
		program.Send(tea.SuspendMsg{})
	default:
		program.Send(continuedMsg{})
	}
}

// stop stops the process group, as a terminal does at ctrl+z, and returns when it
// goes on.
func (j *jobControl) stop() {
	// The group's signal must not come to this process once more, and the caller
	// knows that it goes on.
	signal.Ignore(syscall.SIGTSTP)
	signal.Stop(j.signals)
	defer j.listen()
	continued := make(chan os.Signal, 1)
	signal.Notify(continued, syscall.SIGCONT)
	defer signal.Stop(continued)
	_ = syscall.Kill(0, syscall.SIGTSTP) // the group may be this process alone
	stopProcess()
	select {
	case <-continued:
	case <-time.After(stopPatience):
	}
}

// stopProcess stops this process. Go keeps its handler of a signal that was once
// caught, so that SIGTSTP no longer does; SIGTTOU is the same but for its name.
func stopProcess() { _ = syscall.Kill(syscall.Getpid(), syscall.SIGTTOU) }
