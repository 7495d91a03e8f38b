package process

import (
	"context"
	"os"
	"os/signal"
	"sync/atomic"
	"syscall"
)

// SurviveClosedPipes keeps the process alive when what reads its messages is gone:
// a removal under way goes on, and writing to it fails.
func SurviveClosedPipes() { signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE) }

// lentKey is the key of the flag in a context that says whether another program
// has the terminal.
type lentKey struct{}

// LendTerminal makes the signals of a context leave interrupts to another program
// that has the terminal.
func LendTerminal(ctx context.Context, lent bool) {
	if flag, ok := ctx.Value(lentKey{}).(*atomic.Bool); ok {
		flag.Store(lent)
	}
}

// NotifySignals cancels the context with a *SignalError when the person or the
// system ends the program, so that the screen can put the terminal right. See
// LendTerminal for interrupts that are ignored.
func NotifySignals(ctx context.Context) (context.Context, func()) {
	lent := new(atomic.Bool)
	ctx, cancel := context.WithCancelCause(context.WithValue(ctx, lentKey{}, lent))
	signals := make(chan os.Signal, 1)
	for _, s := range []os.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP} {
		if !signal.Ignored(s) { // as nohup has it
			signal.Notify(signals, s)
		}
	}
	done := make(chan struct{})
	go func() {
		for {
			select {
			case received := <-signals:
				if received == os.Interrupt && lent.Load() {
					continue
				}
				number, ok := received.(syscall.Signal)
				if !ok {
					number = syscall.SIGTERM
				}
				// A second signal ends a program that hangs.
				signal.Stop(signals)
				cancel(&SignalError{number})
				return
			case <-done:
				return
			}
		}
	}()
	return ctx, func() {
		signal.Stop(signals)
		close(done)
		cancel(nil)
	}
}

// SignalError says which signal ended the program.
type SignalError struct{ Signal syscall.Signal }

// Error names the signal.
func (e *SignalError) Error() string { return "ended by signal: " + e.Signal.String() }
