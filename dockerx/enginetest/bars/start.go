package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"jettison/dockerx/enginetest"
)

const (
	firstFrameBar = 50 * time.Millisecond
	lastListBar   = 50 * time.Millisecond
	rowsFactor    = 1.2 // of the raw time of the list
	rowsAllowance = 40 * time.Millisecond

	keptWithin = 20 * time.Second
	keptPause  = 20 * time.Millisecond

	startQuiet = 700 * time.Millisecond // after so long a silence everything has been shown
)

func measureStart(ctx context.Context, b *bench) error {
	if err := b.startBare(ctx); err != nil {
		return err
	}
	for _, n := range b.options.start {
		host, stop, err := b.engine(ctx, n)
		if err != nil {
			return err
		}
		err = b.startOn(ctx, host, n)
		stop()
		if err != nil {
			return err
		}
	}
	return nil
}

// startBare measures the start of the bare program, the lower limit for any Bubble Tea
// program.
func (b *bench) startBare(ctx context.Context) error {
	var frame sample
	for range b.options.trials {
		t, err := b.bare(ctx)
		if err != nil {
			return err
		}
		err = t.awaitQuiet(startQuiet)
		if err == nil {
			var took time.Duration
			took, err = t.shown(anything)
			frame = append(frame, took)
		}
		t.close()
		if err != nil {
			return err
		}
	}
	b.report.add("start to first frame, bare Bubble Tea program", ms(frame.median()), "", noBar)
	return nil
}

// engine starts the selected engine with n images.
func (b *bench) engine(ctx context.Context, n int) (host string, stop func(), err error) {
	if b.options.flavor == flavorSim {
		return b.embedded(ctx, n)
	}
	b.note("loading %d images into %s", n, b.options.flavor)
	e, err := enginetest.Open(ctx, enginetest.Flavor(b.options.flavor), smallWorld(n))
	if err != nil {
		return "", nil, err
	}
	return e.Host, func() {
		if err := e.Close(); err != nil {
			b.note("stop the engine: %v", err)
		}
	}, nil
}

// startOn alternates raw lists and starts, so that all of them see the engine in the same state:
// a start that knows nothing of the engine, and a second one that has its last list.
func (b *bench) startOn(ctx context.Context, host string, n int) error {
	var raw, frame, images, again sample
	for range b.options.trials {
		took, err := rawList(ctx, host)
		if err != nil {
			return err
		}
		raw = append(raw, took)
		if err := b.forgetLayers(); err != nil {
			return err
		}
		for _, to := range []*sample{&images, &again} {
			first, listed, err := b.startOnce(ctx, host)
			if err != nil {
				return err
			}
			frame, *to = append(frame, first), append(*to, listed)
		}
	}
	where := fmt.Sprintf(", %s images, %s", thousands(n), b.options.flavor)
	b.report.add("start to first frame"+where, ms(frame.median()), "≤ "+ms(firstFrameBar), judge(frame.median() <= firstFrameBar))
	bar := time.Duration(rowsFactor*float64(raw.median())) + rowsAllowance
	b.report.add("start to image rows"+where, ms(images.median()),
		fmt.Sprintf("≤ %s (1.2 × %s of the raw list + 40 ms)", ms(bar), ms(raw.median())), judge(images.median() <= bar))
	b.report.add("second start to the rows of the last list"+where, ms(again.median()), "≤ "+ms(lastListBar), judge(again.median() <= lastListBar))
	return nil
}

// startOnce starts jettison and returns the times to its first frame and to image rows. It
// waits until the engine has listed its images.
func (b *bench) startOnce(ctx context.Context, host string) (frame, listed time.Duration, err error) {
	t, err := b.jettison(ctx, host)
	if err != nil {
		return 0, 0, err
	}
	defer t.close()
	if err := t.awaitList(startQuiet); err != nil {
		return 0, 0, err
	}
	if frame, err = t.shown(anything); err != nil {
		return 0, 0, err
	}
	if listed, err = t.shown(imageRows); err != nil {
		return 0, 0, err
	}
	return frame, listed, b.awaitKeptList(ctx)
}

// awaitKeptList waits until the list is kept for the next start, which the screen does a little later.
func (b *bench) awaitKeptList(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, keptWithin)
	defer cancel()
	for {
		kept, err := filepath.Glob(filepath.Join(b.cacheDir(), "jettison", "list-*.json"))
		if len(kept) > 0 || err != nil {
			return err
		}
		select {
		case <-time.After(keptPause):
		case <-ctx.Done():
			return fmt.Errorf("the list is not kept: %w", ctx.Err())
		}
	}
}

// isListed reports whether the rows on screen are the engine's present list, not its last one.
func isListed(screen string) bool { return imageRows(screen) && !strings.Contains(screen, "as of ") }

// awaitList waits until the engine has listed its images, however quiet the program is until then,
// and the program has written nothing for the given time.
func (t *terminal) awaitList(quiet time.Duration) error {
	if err := t.await(isListed); err != nil {
		return err
	}
	return t.awaitQuiet(quiet)
}

// rawList measures the bare image list, from dialing to the last byte.
func rawList(ctx context.Context, host string) (time.Duration, error) {
	client := socketClient(host)
	defer client.CloseIdleConnections()
	start := time.Now()
	err := drain(ctx, client, "http://engine/images/json")
	return time.Since(start), err
}

// socketClient returns an HTTP client for the unix socket of an address.
func socketClient(host string) *http.Client {
	path := strings.TrimPrefix(host, "unix://")
	return &http.Client{Transport: &http.Transport{
		MaxIdleConnsPerHost: 64,
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			return new(net.Dialer).DialContext(ctx, "unix", path)
		},
	}}
}

// imageRows reports whether several images of the measured worlds are on screen.
func imageRows(screen string) bool {
	const enough = 5
	names := regexp.MustCompile(`(service|single|base/os|bars/base|<none>)`)
	found := 0
	for row := range strings.SplitSeq(screen, "\n") {
		if names.MatchString(row) {
			found++
		}
	}
	return found >= enough
}

func thousands(n int) string {
	const thousand = 1000
	if n < thousand {
		return fmt.Sprint(n)
	}
	return fmt.Sprintf("%d,%03d", n/thousand, n%thousand)
}
