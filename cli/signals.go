package cli

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

// surviveClosedPipes keeps the process alive when what reads its messages is gone:
// a removal under way goes on, and writing to it fails.
func surviveClosedPipes() { signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE) }

// notifySignals cancels the context with a *SignalError when the person or the
// system ends the program, so that the screen can put the terminal right.
func notifySignals(ctx context.Context) (context.Context, func()) {
	ctx, cancel := context.WithCancelCause(ctx)
	signals := make(chan os.Signal, 1)
	for _, s := range []os.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP} {
		if !signal.Ignored(s) { // as nohup has it
			signal.Notify(signals, s)
		}
	}
	done := make(chan struct{})
	go func() {
		select {
		case received := <-signals:
			number, ok := received.(syscall.Signal)
			if !ok {
				number = syscall.SIGTERM
			}
			// A second signal ends a program that hangs.
			signal.Stop(signals)
			cancel(&SignalError{number})
		case <-done:
		}
	}()
	return ctx, func() {
		signal.Stop(signals)
		close(done)
		cancel(nil)
	}
}
