package main

import (
	"context"
	"fmt"
	"time"
)

const (
	idleImages  = 1000
	idleSettle  = 10 * time.Second
	idleBar     = 0.2 // percent of a core above the bare program
	idlePercent = 100
)

// measureIdle measures the program and the bare one at the same time.
func measureIdle(ctx context.Context, b *bench) error {
	host, stop, err := b.embedded(ctx, idleImages)
	if err != nil {
		return err
	}
	defer stop()
	counter, err := openProxy(ctx, b.dir, host)
	if err != nil {
		return err
	}
	defer counter.close()
	program, err := b.jettison(ctx, counter.host)
	if err != nil {
		return err
	}
	defer program.close()
	bare, err := b.bare(ctx)
	if err != nil {
		return err
	}
	defer bare.close()
	for _, t := range []*terminal{program, bare} {
		if err := t.awaitQuiet(startQuiet); err != nil {
			return err
		}
	}
	if err := wait(ctx, idleSettle); err != nil {
		return err
	}
	asked := counter.requests()
	used, bareUsed, err := watch(ctx, b.options.idle, program, bare)
	if err != nil {
		return err
	}
	asked = counter.requests() - asked
	share := func(d time.Duration) float64 { return idlePercent * d.Seconds() / b.options.idle.Seconds() }
	b.report.add(fmt.Sprintf("idle for %s, %s images", b.options.idle, thousands(idleImages)),
		fmt.Sprintf("%.2f %% of a core, bare program %.2f %%", share(used), share(bareUsed)),
		fmt.Sprintf("≤ %.1f %% more", idleBar), judge(share(used) <= share(bareUsed)+idleBar))
	b.report.add("requests while idle", fmt.Sprint(asked), "0", judge(asked == 0))
	return nil
}

// watch returns the CPU time that two programs use during d.
func watch(ctx context.Context, d time.Duration, a, b *terminal) (usedA, usedB time.Duration, err error) {
	times := func() (atA, atB time.Duration, err error) {
		if atA, err = cpuTime(a.command.Process.Pid); err != nil {
			return 0, 0, err
		}
		atB, err = cpuTime(b.command.Process.Pid)
		return atA, atB, err
	}
	startA, startB, err := times()
	if err != nil {
		return 0, 0, err
	}
	if err := wait(ctx, d); err != nil {
		return 0, 0, err
	}
	endA, endB, err := times()
	return endA - startA, endB - startB, err
}

func wait(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}
