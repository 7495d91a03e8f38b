//go:build !linux

package enginetest

import "errors"

// process exists on Linux only: findBinaries refuses elsewhere.
type process struct{ exited chan struct{} }

func startProcess(_, _ string, _ []string, _ ...string) (*process, error) {
	return nil, errors.New("real engines run on Linux only")
}

func (p *process) kill() error { return nil }
