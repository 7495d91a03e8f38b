package dockerx

import (
	"context"
	"errors"
	"io"
	"net"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/docker/cli/cli/connhelper"

	"jettison/model"
)

// sshDialer returns a dialer that reaches an engine over ssh as docker does: it runs the
// ssh program, and "docker system dial-stdio" on the other side. Without the ssh program
// it is an error; it never falls back to the local socket.
func sshDialer(host string) (DialFunc, error) {
	helper, err := connhelper.GetConnectionHelper(host)
	if err != nil || helper == nil {
		if err == nil {
			err = errors.New("not an ssh address")
		}
		return nil, addressProblem(host, err)
	}
	if _, err := exec.LookPath("ssh"); err != nil {
		return nil, &model.Problem{Kind: model.ProblemSSH, Reason: model.ReasonNoSSH, Host: host, Raw: model.Clean(err.Error())}
	}
	return func(ctx context.Context, network, addr string) (net.Conn, error) {
		conn, err := helper.Dialer(ctx, network, addr)
		if err != nil {
			return nil, err
		}
		return &sshConn{Conn: conn, told: make(chan struct{})}, nil
	}, nil
}

// reasonPause is how long a read or write that finds ssh ended waits for the reason that
// another one is about to get.
const reasonPause = time.Second

// sshConn returns the reason why ssh ended from reads and writes alike. Docker's helper
// returns it only from the read that finds the end first; others just find the pipe
// closed.
type sshConn struct {
	net.Conn
	once sync.Once
	told chan struct{} // closed once why is set
	why  error
}

// Read implements net.Conn.
func (c *sshConn) Read(text []byte) (int, error) {
	n, err := c.Conn.Read(text)
	return n, c.reason(err)
}

// Write implements net.Conn.
func (c *sshConn) Write(text []byte) (int, error) {
	n, err := c.Conn.Write(text)
	if errors.Is(err, syscall.EPIPE) || errors.Is(err, os.ErrClosed) {
		if _, why := c.Conn.Read(make([]byte, 1)); why != nil && !errors.Is(why, io.EOF) {
			err = why
		}
	}
	return n, c.reason(err)
}

// reason returns why ssh ended if err says no more than that it did.
func (c *sshConn) reason(err error) error {
	switch {
	case err == nil, errors.Is(err, io.EOF):
	case errors.Is(err, os.ErrClosed), errors.Is(err, syscall.EPIPE):
		select {
		case <-c.told:
			return c.why
		case <-time.After(reasonPause):
		}
	default:
		c.once.Do(func() {
			c.why = err
			close(c.told)
		})
	}
	return err
}

// sshReason is what a text in what ssh writes means.
type sshReason struct {
	text   string
	reason model.ProblemReason
}

// sshReasons are what ssh and the remote shell write to standard error, in lower case. The
// first that matches counts.
func sshReasons() []sshReason {
	return []sshReason{
		{"permission denied while trying to connect to the docker", model.ReasonSSHEngine},
		{"permission denied (", model.ReasonSSHKey},
		{"host key verification failed", model.ReasonSSHHostKey},
		{"could not resolve hostname", model.ReasonSSHHost},
		{"connection refused", model.ReasonSSHRefused},
		{"timed out", model.ReasonSSHTimeout},
		{"no route to host", model.ReasonSSHNoRoute},
		{"command not found", model.ReasonSSHNoDocker},
		{"not recognized as", model.ReasonSSHNoDocker},
		{"cannot connect to the docker daemon", model.ReasonSSHNoEngine},
		{"failed to connect to the docker api", model.ReasonSSHNoEngine},
	}
}

// explainSSH explains errors of docker's connection helper, which end with what ssh wrote
// to standard error.
func explainSSH(err error, host string) *model.Problem {
	if !strings.HasPrefix(host, "ssh://") {
		return nil
	}
	_, stderr, found := strings.Cut(err.Error(), "stderr=")
	if !found {
		return nil
	}
	problem := &model.Problem{Kind: model.ProblemSSH, Reason: model.ReasonSSH, Text: lastLine(stderr)}
	lower := strings.ToLower(stderr)
	for _, reason := range sshReasons() {
		if strings.Contains(lower, reason.text) {
			problem.Reason = reason.reason
			break
		}
	}
	return problem
}

func lastLine(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	return model.Clean(lines[len(lines)-1])
}
