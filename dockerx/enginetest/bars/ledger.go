package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"golang.org/x/sync/errgroup"

	"jettison/dockerx"
	"jettison/dockerx/inventory"
	"jettison/model"
)

// ledgerFactor is the longest time, as a multiple of the best time of the same requests in a
// plain loop.
const ledgerFactor = 1.2

// measureLedger reads the layers of all images, and makes the same requests in a plain loop.
func measureLedger(ctx context.Context, b *bench) error {
	for _, n := range b.options.start {
		host, stop, err := b.engine(ctx, n)
		if err != nil {
			return err
		}
		err = b.ledgerOn(ctx, host, n)
		stop()
		if err != nil {
			return err
		}
	}
	return nil
}

func (b *bench) ledgerOn(ctx context.Context, host string, n int) error {
	workers := []int{1, 2, 4, 8, 16}
	bare := make([]sample, len(workers))
	var read sample
	_, ids, err := readLayers(ctx, host) // also warms up the engine
	if err != nil {
		return err
	}
	ways := []func() error{func() error {
		took, _, err := readLayers(ctx, host)
		read = append(read, took)
		return err
	}}
	for i, parallel := range workers {
		ways = append(ways, func() error {
			took, err := askAll(ctx, host, ids, parallel)
			bare[i] = append(bare[i], took)
			return err
		})
	}
	for trial := range b.options.trials {
		// Alternate the order: clean-up work that one way leaves to the engine slows down the
		// next.
		for i := range ways {
			if err := ways[(trial+i)%len(ways)](); err != nil {
				return err
			}
		}
	}
	best, at := bare[0].median(), 0
	for i := range workers {
		if bare[i].median() < best {
			best, at = bare[i].median(), i
		}
	}
	bar := time.Duration(ledgerFactor * float64(best))
	b.report.add(fmt.Sprintf("layers of %s images read, %s", thousands(n), b.options.flavor), ms(read.median()),
		fmt.Sprintf("≤ %s (1.2 × %s by %d at a time)", ms(bar), ms(best), workers[at]), judge(read.median() <= bar))
	return nil
}

// readLayers returns the time from a feed's first request about an image until all layers are
// counted.
func readLayers(ctx context.Context, host string) (took time.Duration, ids []model.ImageID, err error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	c, err := dockerx.Connect(ctx, dockerx.Options{Host: host})
	if err != nil {
		return 0, nil, err
	}
	defer func() { err = errors.Join(err, c.Close()) }()
	feed := inventory.Follow(ctx, c, inventory.FollowOptions{Without: []model.Fact{model.FactUsage, model.FactShared, model.FactContainers, model.FactVolumes}})
	var began time.Time
	for {
		now, err := feed.Next(ctx)
		if err != nil {
			return 0, nil, err
		}
		layers := now.Facts[model.FactLayers]
		if began.IsZero() && layers.Status == model.StatusLoading {
			began = time.Now()
		}
		if layers.Status != model.StatusReady {
			continue
		}
		for _, image := range now.Inventory.Images() {
			ids = append(ids, image.ID)
		}
		return time.Since(began), ids, nil
	}
}

// askAll inspects every image and requests its history.
func askAll(ctx context.Context, host string, ids []model.ImageID, parallel int) (time.Duration, error) {
	client := socketClient(host)
	defer client.CloseIdleConnections()
	began := time.Now()
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(parallel)
	for _, id := range ids {
		group.Go(func() error {
			for _, what := range []string{"json", "history"} {
				if err := drain(ctx, client, "http://engine/images/"+string(id)+"/"+what); err != nil {
					return err
				}
			}
			return nil
		})
	}
	err := group.Wait()
	return time.Since(began), err
}

// drain reads a response to its end.
func drain(ctx context.Context, client *http.Client, address string) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, http.NoBody) //nolint:gosec // the address of an engine that this program started
	if err != nil {
		return err
	}
	response, err := client.Do(request) //nolint:gosec // see above
	if err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, response.Body)
	if response.StatusCode != http.StatusOK {
		err = errors.Join(err, fmt.Errorf("%s: %s", address, response.Status))
	}
	return errors.Join(err, response.Body.Close())
}
