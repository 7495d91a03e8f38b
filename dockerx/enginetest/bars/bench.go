package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"time"

	"jettison/model/modeltest"
)

const serveTimeout = 30 * time.Second

// bench is the state shared by the measurements: the programs, a folder and the report.
type bench struct {
	options options
	program string // jettison
	self    string // this program, for its helper modes
	dir     string
	report  report
}

func newBench(ctx context.Context, o options) (*bench, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "jettison-bars-")
	if err != nil {
		return nil, err
	}
	b := &bench{options: o, program: o.program, self: self, dir: dir}
	if b.program == "" {
		b.program = filepath.Join(dir, "jettison")
		build := exec.CommandContext(ctx, "go", "build", "-trimpath", "-ldflags=-s -w", "-o", b.program, "jettison")
		if out, err := build.CombinedOutput(); err != nil {
			return nil, errors.Join(fmt.Errorf("build jettison: %w\n%s", err, out), b.close())
		}
	}
	return b, nil
}

func (b *bench) close() error { return os.RemoveAll(b.dir) }

// note writes progress to standard error.
func (b *bench) note(format string, args ...any) {
	fmt.Fprintf(os.Stderr, time.Now().Format("15:04:05 ")+format+"\n", args...)
}

// environment returns the environment of the measured programs: a plain terminal and a
// separate docker configuration.
func (b *bench) environment() []string {
	return []string{
		"TERM=xterm-256color", "COLORTERM=truecolor", "LANG=C.UTF-8", "PATH=" + os.Getenv("PATH"),
		"HOME=" + b.dir, "DOCKER_CONFIG=" + filepath.Join(b.dir, "docker"), "XDG_STATE_HOME=" + b.stateDir(),
		"XDG_CACHE_HOME=" + b.cacheDir(),
	}
}

// stateDir returns the state folder of the measured programs.
func (b *bench) stateDir() string { return filepath.Join(b.dir, "state") }

// cacheDir returns the folder where the measured programs cache layers.
func (b *bench) cacheDir() string { return filepath.Join(b.dir, "cache") }

// jettison starts jettison on an engine.
func (b *bench) jettison(ctx context.Context, host string) (*terminal, error) {
	return b.jettisonIn(ctx, b.environment(), host)
}

func (b *bench) jettisonIn(ctx context.Context, env []string, host string) (*terminal, error) {
	return b.programIn(ctx, b.program, env, host)
}

func (b *bench) programIn(ctx context.Context, program string, env []string, host string) (*terminal, error) {
	args := []string{"--host", host}
	if b.options.fps > 0 {
		args = append(args, "--fps", strconv.Itoa(b.options.fps))
	}
	return openTerminal(ctx, env, program, args...)
}

// bare starts the bare Bubble Tea program.
func (b *bench) bare(ctx context.Context) (*terminal, error) {
	return openTerminal(ctx, b.environment(), b.self, partBare, strconv.Itoa(b.options.fps))
}

// embedded starts an embedded engine with n images in a separate process and returns its
// address.
func (b *bench) embedded(ctx context.Context, n int) (host string, stop func(), err error) {
	socket := filepath.Join(b.dir, fmt.Sprintf("sim-%d.sock", n))
	ctx, cancel := context.WithCancel(ctx)
	command := exec.CommandContext(ctx, b.self, partServe, socket, strconv.Itoa(n))
	command.Stderr = os.Stderr
	if err := command.Start(); err != nil {
		cancel()
		return "", nil, err
	}
	stop = func() {
		cancel()
		_ = command.Wait() // it was killed
		_ = os.Remove(socket)
	}
	for start := time.Now(); ; time.Sleep(10 * time.Millisecond) {
		if _, err := os.Stat(socket); err == nil {
			return "unix://" + socket, stop, nil
		}
		if time.Since(start) > serveTimeout || ctx.Err() != nil {
			stop()
			return "", nil, errors.New("the embedded engine does not serve")
		}
	}
}

// seed is fixed so that every run measures the same images.
const seed = 1

// smallWorld has n images of a few kilobytes, so that a real engine can hold them.
func smallWorld(n int) *modeltest.World {
	const versions, bytes = 20, 4096
	w := modeltest.New(seed, time.Now())
	base := w.Build(modeltest.Recipe{
		Add: []modeltest.Instruction{modeltest.Run("ADD base /", bytes)}, Tags: []string{"bars/base:1"},
	})
	for i := 1; i < n; i++ {
		w.Build(modeltest.Recipe{
			From: base, Add: []modeltest.Instruction{modeltest.Run("COPY app /", bytes)},
			Tags:    []string{fmt.Sprintf("bars/service%d:1.%d", i/versions, i%versions)},
			Created: w.Now.Add(-time.Duration(i) * time.Hour),
		})
	}
	return w
}

// unsharedWorld has n images that share no layer.
func unsharedWorld(n int) *modeltest.World {
	const bytes = 64 << 10
	w := modeltest.New(seed, time.Now())
	for i := range n {
		w.Build(modeltest.Recipe{
			Add:  []modeltest.Instruction{modeltest.Run("COPY app /", bytes)},
			Tags: []string{fmt.Sprintf("bars/single%d:1", i)},
		})
	}
	return w
}
