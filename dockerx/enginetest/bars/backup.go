package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"time"

	"jettison/cleanup/backup"
	"jettison/dockerx"
	"jettison/dockerx/enginetest"
	"jettison/dockerx/inventory"
	"jettison/dockerx/transfer"
	"jettison/model"
	"jettison/model/modeltest"
	"jettison/model/words"
)

// backupFactor is the least throughput, as a fraction of that of docker save piped to zstd.
const backupFactor = 0.9

// backedUp is the result of one way to save images.
type backedUp struct {
	times sample
	size  int64 // size of the archive, in bytes
}

// measureBackup saves images of an engine as a backup and with docker and zstd, in turn. The
// engine can't be used for other measurements afterwards, because docker's save pins layers.
func measureBackup(ctx context.Context, b *bench) error {
	zstd, err := exec.LookPath("zstd")
	docker := b.dockerCLI()
	if b.options.flavor == flavorSim || err != nil || docker == "" {
		b.note("it needs a real engine, docker's command line and zstd")
		b.report.add("backing images up", "", "", notKnown)
		return nil
	}
	e, err := enginetest.Open(ctx, enginetest.Flavor(b.options.flavor), modeltest.New(seed, time.Now()))
	if err != nil {
		return err
	}
	defer func() {
		if err := e.Close(); err != nil {
			b.note("stop the engine: %v", err)
		}
	}()
	b.note("loading images into %s", b.options.flavor)
	bytes, err := loadRealistic(ctx, e)
	if err != nil {
		return fmt.Errorf("load images: %w", err)
	}
	var ours, theirs backedUp
	ways := []func() error{
		func() error { return b.backUp(ctx, e, &ours) },
		func() error { return b.dockerSave(ctx, e, docker, zstd, &theirs) },
	}
	for trial := range 1 + b.options.trials { // the first trial warms up the engine
		for _, way := range ways {
			if err := way(); err != nil {
				return err
			}
		}
		slices.Reverse(ways)
		if trial == 0 {
			ours.times, theirs.times = nil, nil
			continue
		}
		b.note("trial %d: %s, docker %s", trial, ms(ours.times[trial-1]), ms(theirs.times[trial-1]))
	}
	b.reportBackup(bytes, &ours, &theirs)
	return nil
}

func (b *bench) reportBackup(bytes int64, ours, theirs *backedUp) {
	speed := func(took time.Duration) float64 { return float64(bytes) / took.Seconds() / 1e6 }
	our, their := speed(ours.times.median()), speed(theirs.times.median())
	where := fmt.Sprintf("%s in layers, %s", words.Size(bytes), b.options.flavor)
	b.report.add("backing images up: "+where, fmt.Sprintf("%.0f MB/s", our),
		fmt.Sprintf("≥ %.0f MB/s (0.9 × %.0f of docker save | zstd)", backupFactor*their, their), judge(our >= backupFactor*their))
	const mega = "%.2f MB"
	b.report.add("… the size of the archive", fmt.Sprintf(mega, float64(ours.size)/1e6), fmt.Sprintf("≤ "+mega, float64(theirs.size)/1e6), judge(ours.size <= theirs.size))
}

// backUp backs up all images of an engine. It measures until the backup is complete, as a
// removal waits for it.
func (b *bench) backUp(ctx context.Context, e *enginetest.Engine, to *backedUp) (err error) {
	c, err := dockerx.Connect(ctx, dockerx.Options{Host: e.Host})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, c.Close()) }()
	engine, images, err := inventoryOf(ctx, c)
	if err != nil {
		return err
	}
	folder := filepath.Join(b.dir, "backups")
	defer os.RemoveAll(folder) //nolint:errcheck // deleted with the bench's folder
	began := time.Now()
	saved, err := backup.Run(ctx, transfer.Saver{Client: c}, backup.Backup{
		Folder: folder, Name: "bars", Engine: engine, Images: images, Now: time.Now,
		Free: func(string) int64 { return model.Unknown }, Tell: func(model.BackupProgress) {},
	})
	if err != nil {
		return err
	}
	to.times, to.size = append(to.times, time.Since(began)), saved.Manifest.Size
	return nil
}

// inventoryOf returns an engine and its images in the order of a plan.
func inventoryOf(ctx context.Context, c *dockerx.Client) (model.Engine, []*model.Image, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	feed := inventory.Follow(ctx, c, inventory.FollowOptions{Without: []model.Fact{model.FactUsage, model.FactShared, model.FactContainers, model.FactVolumes, model.FactLayers, model.FactTagTimes}})
	for {
		now, err := feed.Next(ctx)
		if err != nil {
			return model.Engine{}, nil, err
		}
		if now.Facts[model.FactImages].Status == model.StatusReady && now.Facts[model.FactEngine].Status == model.StatusReady {
			return now.Inventory.Engine, now.Inventory.Images(), nil
		}
	}
}

// dockerSave saves all images of an engine with docker and zstd.
func (b *bench) dockerSave(ctx context.Context, e *enginetest.Engine, docker, zstd string, to *backedUp) (err error) {
	ids, err := imageIDs(ctx, e)
	if err != nil {
		return err
	}
	path := filepath.Join(b.dir, "saved.tar.zst")
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	defer os.Remove(path) //nolint:errcheck // deleted with the bench's folder
	defer func() { err = errors.Join(err, file.Close()) }()
	save := exec.CommandContext(ctx, docker, append([]string{"--host", e.Host, "save"}, ids...)...)
	zip := exec.CommandContext(ctx, zstd, "--quiet")
	read, write, err := os.Pipe() // as a shell does
	if err != nil {
		return err
	}
	save.Stdout, save.Stderr, zip.Stdin, zip.Stdout, zip.Stderr = write, os.Stderr, read, file, os.Stderr
	began := time.Now()
	err = errors.Join(save.Start(), zip.Start(), write.Close(), read.Close())
	if err := errors.Join(err, save.Wait(), zip.Wait()); err != nil {
		return fmt.Errorf("docker save | zstd: %w", err)
	}
	took := time.Since(began)
	to.size, err = file.Seek(0, io.SeekEnd)
	to.times = append(to.times, took)
	return err
}
