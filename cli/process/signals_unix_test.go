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

// While another program has the terminal, interrupts are ignored and SIGTERM still ends this
// program.
func TestInterruptsOfALentTerminal(t *testing.T) {
	ctx, stop := NotifySignals(t.Context())
	defer stop()
	LendTerminal(ctx, true)
	arrived := make(chan os.Signal, 1)
	signal.Notify(arrived, syscall.SIGINT, syscall.SIGTERM) // and keeps signals from ending the test
	defer signal.Stop(arrived)
	send := func(s syscall.Signal) {
		if err := syscall.Kill(os.Getpid(), s); err != nil {
			t.Fatal(err)
		}
	}
	send(syscall.SIGINT)
	<-arrived
	for ctx.Err() == nil {
		send(syscall.SIGTERM) // one sent before the interrupt was processed is lost
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
