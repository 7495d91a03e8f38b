//go:build !linux

package enginetest

import "errors"

// process is a stub: on other systems than Linux findBinaries returns an error.
type process struct{ exited chan struct{} }

func startProcess(_, _ string, _, _ []string, _ ...string) (*process, error) {
	return nil, errors.New("real engines run on Linux only")
}

func (p *process) kill() error { return nil }
