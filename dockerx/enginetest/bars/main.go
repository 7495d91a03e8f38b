// Bars measures the speed and size that jettison promises, in one run: the time to start, to
// answer a key and to remove images, and the CPU time and memory it needs. README.md says how
// to run it.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	err := run(ctx, os.Args[1:])
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "bars:", err)
		os.Exit(1)
	}
}

// run runs the measurements, or one of the helper programs that they start as separate
// processes.
func run(ctx context.Context, args []string) error {
	if len(args) > 0 {
		switch args[0] {
		case partBare:
			return playBare(args[1:])
		case partServe:
			return playServe(ctx, args[1:])
		}
	}
	o, err := parseOptions(args)
	if err != nil {
		return err
	}
	return measure(ctx, o)
}

func measure(ctx context.Context, o options) (err error) {
	b, err := newBench(ctx, o)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, b.close()) }()
	var failures []error
	for _, m := range measurements() {
		if !o.chosen(m.name) {
			continue
		}
		b.note("%s: %s", m.name, m.what)
		if err := m.measure(ctx, b); err != nil {
			failures = append(failures, fmt.Errorf("%s: %w", m.name, err))
		}
		if ctx.Err() != nil {
			break
		}
	}
	b.report.print(os.Stdout)
	return errors.Join(failures...)
}

// measurement is one row of the report.
type measurement struct {
	name, what string
	measure    func(ctx context.Context, b *bench) error
}

func measurements() []measurement {
	return []measurement{
		{"start", "process start to the first frame and to image rows", measureStart},
		{"list", "jettison ls beside docker images", measureList},
		{"keys", "key to the first byte of its frame", measureKeys},
		{"against", "the same keys in an earlier jettison, in turn", measureAgainst},
		{"ledger", "reading the layers of all images", measureLedger},
		{"removal", "removing unshared images from a real engine", measureRemoval},
		{"journal", "removing with a journal, and without", measureJournal},
		{"backup", "backing images up, beside docker save | zstd", measureBackup},
		{"idle", "processor time and requests while nothing happens", measureIdle},
		{"memory", "peak resident memory", measureMemory},
	}
}
