package enginetest

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"syscall"
)

// process is a program and everything that it started, in separate namespaces.
type process struct {
	cmd *exec.Cmd
	// alive is a pipe that reaches its end when no process of the namespace is left, because
	// each of them has inherited the other end.
	alive *os.File
	// exited is closed when the program itself exits.
	exited chan struct{}
}

// startProcess runs a program with only the given environment. It writes the program's output
// to the file log. spaces are options of unshare(1) for more namespaces.
func startProcess(init, log string, env, spaces []string, argv ...string) (*process, error) {
	output, err := os.OpenFile(filepath.Clean(log), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	defer output.Close() //nolint:errcheck // the child has its own
	alive, held, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	defer held.Close() //nolint:errcheck // the children have their own

	// The first process of the namespace must be an init, because engines leave orphans.
	arguments := slices.Concat([]string{"--mount", "--pid", "--fork", "--mount-proc", "--kill-child"}, spaces, []string{"--", init, "--"}, argv)
	cmd := exec.Command("unshare", arguments...) //nolint:noctx // ends with the process, see below
	cmd.Env, cmd.Stdout, cmd.Stderr = env, output, output
	cmd.ExtraFiles = []*os.File{held}
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Pdeathsig: syscall.SIGKILL}

	p := &process{cmd: cmd, alive: alive, exited: make(chan struct{})}
	started := make(chan error)
	go func() {
		// The kernel sends the death signal when the thread that started the child ends, so this
		// thread must live as long as the child.
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		defer close(p.exited)
		err := cmd.Start()
		started <- err
		if err == nil {
			_ = cmd.Wait() // engines are killed, so they always fail
		}
	}()
	if err := <-started; err != nil {
		return nil, fmt.Errorf("%s: %w", argv[0], err)
	}
	return p, nil
}

// kill kills every process of the namespace and waits until they are gone.
func (p *process) kill() error {
	defer p.alive.Close() //nolint:errcheck // only read
	_ = p.cmd.Process.Kill()
	<-p.exited
	_, err := io.Copy(io.Discard, p.alive)
	return err
}
