package process

import (
	"context"
	"os"
	"os/signal"
	"sync/atomic"
	"syscall"
)

// SurviveClosedPipes keeps the process alive when the reader of its output is gone: a running
// removal continues, and only the writes fail.
func SurviveClosedPipes() { signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE) }

// lentKey is the context key of the flag that says whether another program has the terminal.
type lentKey struct{}

// LendTerminal sets whether another program has the terminal. If so, the signals of the
// context leave interrupts to it.
func LendTerminal(ctx context.Context, lent bool) {
	if flag, ok := ctx.Value(lentKey{}).(*atomic.Bool); ok {
		flag.Store(lent)
	}
}

// NotifySignals returns a context that is canceled with a *SignalError when a signal ends the
// program, so that the screen can restore the terminal. See LendTerminal for interrupts that
// are ignored.
func NotifySignals(ctx context.Context) (context.Context, func()) {
	lent := new(atomic.Bool)
	ctx, cancel := context.WithCancelCause(context.WithValue(ctx, lentKey{}, lent))
	signals := make(chan os.Signal, 1)
	for _, s := range []os.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP} {
		if !signal.Ignored(s) { // nohup ignores it
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
				// A second signal kills a program that hangs.
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

// SignalError is the signal that ended the program.
type SignalError struct{ Signal syscall.Signal }

// Error names the signal.
func (e *SignalError) Error() string { return "ended by signal: " + e.Signal.String() }
