package cli

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

// notifySignals cancels the context with a *SignalError when the person or the
// system ends the program, so that the screen can put the terminal right.
func notifySignals(ctx context.Context) (context.Context, func()) {
	ctx, cancel := context.WithCancelCause(ctx)
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP)
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
