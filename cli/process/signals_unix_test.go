//go:build unix

package process

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"syscall"
	"testing"
	"time"
)

// While another program has the terminal, interrupts are meant for it; whoever
// ends this one still can.
func TestInterruptsOfALentTerminal(t *testing.T) {
	ctx, stop := NotifySignals(t.Context())
	defer stop()
	LendTerminal(ctx, true)
	arrived := make(chan os.Signal, 1)
	signal.Notify(arrived, syscall.SIGINT, syscall.SIGTERM) // and no signal ends the test
	defer signal.Stop(arrived)
	send := func(s syscall.Signal) {
		if err := syscall.Kill(os.Getpid(), s); err != nil {
			t.Fatal(err)
		}
	}
	send(syscall.SIGINT)
	<-arrived
	for ctx.Err() == nil {
		send(syscall.SIGTERM) // one that comes before the interrupt was taken in is lost
		select {
		case <-ctx.Done():
		case <-time.After(time.Millisecond):
		}
	}
	ended := new(SignalError)
	if !errors.As(context.Cause(ctx), &ended) || ended.Signal != syscall.SIGTERM {
		t.Errorf("ended by %v, want %v", context.Cause(ctx), syscall.SIGTERM)
	}
}
