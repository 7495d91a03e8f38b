//go:build !unix

package terminal

import (
	"sync/atomic"

	tea "charm.land/bubbletea/v2"
)

// jobControl does nothing where no shell stops a process and lets it go on.
type jobControl struct{ lent atomic.Bool }

func newJobControl() *jobControl { return &jobControl{} }

func (*jobControl) canSuspend() bool { return false }

func (*jobControl) listen() {}

func (*jobControl) follow(*tea.Program, <-chan struct{}) {}

func (*jobControl) stop() {}
