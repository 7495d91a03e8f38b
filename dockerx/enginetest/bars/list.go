package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"time"
)

const listFactor = 1.3 // of docker images

// measureList measures `jettison ls` against `docker images` on the same engine, in turn:
// first with an empty layer cache, then with a full one.
func measureList(ctx context.Context, b *bench) error {
	docker := b.dockerCLI()
	for _, n := range b.options.start {
		host, stop, err := b.engine(ctx, n)
		if err != nil {
			return err
		}
		err = b.listOn(ctx, docker, host, n)
		stop()
		if err != nil {
			return err
		}
	}
	return nil
}

func (b *bench) listOn(ctx context.Context, docker, host string, n int) error {
	var theirs, fresh, remembered, ids sample
	ways := []struct {
		to     *sample
		before func() error
		name   string
		args   []string
	}{
		{&theirs, nil, docker, []string{"--host", host, "images"}},
		{&fresh, b.forgetLayers, b.program, []string{"--host", host, "ls"}},
		// JSON output reads every layer.
		{&remembered, func() error { return b.command(ctx, b.program, "--host", host, "ls", "--json").Run() }, b.program, []string{"--host", host, "ls"}},
		{&ids, nil, b.program, []string{"--host", host, "ls", "--quiet"}},
	}
	for range b.options.trials {
		for _, way := range ways {
			if way.name == "" {
				continue // docker's command line is not installed
			}
			if way.before != nil {
				if err := way.before(); err != nil {
					return err
				}
			}
			start := time.Now()
			if err := b.command(ctx, way.name, way.args...).Run(); err != nil {
				return fmt.Errorf("%s: %w", way.name, err)
			}
			*way.to = append(*way.to, time.Since(start))
		}
	}
	where := fmt.Sprintf(", %s images, %s", thousands(n), b.options.flavor)
	bar, judged := "", func(sample) verdict { return notKnown }
	if docker != "" {
		most := time.Duration(listFactor * float64(theirs.median()))
		bar = fmt.Sprintf("≤ %s (1.3 × %s of docker images)", ms(most), ms(theirs.median()))
		judged = func(s sample) verdict { return judge(s.median() <= most) }
	}
	b.report.add("jettison ls, no layers remembered"+where, ms(fresh.median()), bar, judged(fresh))
	b.report.add("jettison ls"+where, ms(remembered.median()), bar, judged(remembered))
	b.report.add("jettison ls --quiet"+where, ms(ids.median()), bar, judged(ids))
	return nil
}

// command returns a command in the environment of the measured programs.
func (b *bench) command(ctx context.Context, name string, args ...string) *exec.Cmd {
	command := exec.CommandContext(ctx, name, args...)
	command.Env = b.environment()
	return command
}

// forgetLayers empties the layer cache of the measured programs.
func (b *bench) forgetLayers() error { return os.RemoveAll(b.cacheDir()) }
