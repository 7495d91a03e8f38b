package main

import (
	"context"
	"errors"
	"net"
	"os"
	"strconv"
	"time"

	"jettison/dockerx/sim"
	"jettison/model/modeltest"
)

const partServe = "serve"

// playServe serves the embedded engine on a unix socket until it is killed.
func playServe(ctx context.Context, args []string) error {
	if len(args) != 2 {
		return errors.New("serve needs a socket and a number of images")
	}
	n, err := strconv.Atoi(args[1])
	if err != nil {
		return err
	}
	engine := sim.New(modeltest.Many(n, seed, time.Now()), sim.Options{})
	defer engine.Close()
	// Listen under a temporary name and rename the socket once the engine answers.
	early := args[0] + ".early"
	listener, err := listen(ctx, early)
	if err != nil {
		return err
	}
	if err := engine.Serve(listener); err != nil {
		return err
	}
	if err := os.Rename(early, args[0]); err != nil {
		return err
	}
	<-ctx.Done()
	return nil
}

func listen(ctx context.Context, socket string) (net.Listener, error) {
	return new(net.ListenConfig).Listen(ctx, "unix", socket)
}
