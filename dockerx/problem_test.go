package dockerx

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"jettison/model"
)

// connectProblem connects and returns why that fails.
func connectProblem(t *testing.T, o Options) *model.Problem {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	client, err := Connect(ctx, o)
	if err == nil {
		closeIt(t, client)
		t.Fatal("it connects")
	}
	problem, ok := errors.AsType[*model.Problem](err)
	if !ok {
		t.Fatalf("not a problem: %T %v", err, err)
	}
	return problem
}

// checkProblem holds a problem to its kind and its reason. Every problem says where.
func checkProblem(t *testing.T, p *model.Problem, kind model.ProblemKind, reason model.ProblemReason) {
	t.Helper()
	if p.Kind != kind || p.Reason != reason {
		t.Errorf("got %+v, want kind %d, reason %d", *p, kind, reason)
	}
	if p.Host == "" && kind != model.ProblemCanceled {
		t.Errorf("no host in %+v", *p)
	}
}

func TestNoEngineOnASocket(t *testing.T) {
	s := newEnvironment(t)
	socket := filepath.Join(s.root, "d.sock")
	o := s.options(Options{Host: "unix://" + socket})
	checkProblem(t, connectProblem(t, o), model.ProblemNotRunning, model.ReasonNoSocket)

	listener, err := net.ListenUnix("unix", &net.UnixAddr{Name: socket, Net: "unix"})
	if err != nil {
		t.Fatal(err)
	}
	listener.SetUnlinkOnClose(false)
	closeIt(t, listener)
	checkProblem(t, connectProblem(t, o), model.ProblemNotRunning, model.ReasonDeadSocket)

	// Root may do everything, so that the refusal comes from the dialer.
	o.Dial = func(context.Context, string, string) (net.Conn, error) {
		return nil, &net.OpError{Op: "dial", Net: "unix", Err: os.NewSyscallError("connect", os.ErrPermission)}
	}
	checkProblem(t, connectProblem(t, o), model.ProblemPermission, model.ReasonSocketForbidden)
}

func TestWrongAddress(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	closed := listener.Addr().String()
	closeIt(t, listener)
	s := newEnvironment(t)
	checkProblem(t, connectProblem(t, s.options(Options{Host: "tcp://" + closed})), model.ProblemNotRunning, model.ReasonPortRefused)
	checkProblem(t, connectProblem(t, s.options(Options{Host: "tcp://h:1", Dial: func(context.Context, string, string) (net.Conn, error) {
		return nil, &net.OpError{Op: "dial", Err: &net.DNSError{Name: "h", IsNotFound: true}}
	}})), model.ProblemAddress, model.ReasonUnknownHost)
	checkProblem(t, connectProblem(t, s.options(Options{Host: "fd://3"})), model.ProblemAddress, model.ReasonBadAddress)
}

// text answers with a body.
func text(body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, body) }
}

func TestProblemOfOtherServers(t *testing.T) {
	for name, test := range map[string]struct {
		handler http.HandlerFunc
		kind    model.ProblemKind
		reason  model.ProblemReason
		text    string
	}{
		"another web server": {text("hello"), model.ProblemAnswer, model.ReasonNoAPIVersion, ""},
		"an ancient engine": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Api-Version", "1.39")
		}, model.ProblemTooOld, model.ReasonTooOld, "1.40"},
		"a proxy that refuses": {func(w http.ResponseWriter, _ *http.Request) {
			http.Error(w, "not for you", http.StatusForbidden)
		}, model.ProblemPermission, model.ReasonForbidden, "not for you"},
		"an engine that fails": {func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusInternalServerError)
			_, _ = io.WriteString(w, `{"message":"disk\u001b[2J full"}`)
		}, model.ProblemAnswer, model.ReasonServerError, "disk[2J full"},
		"an engine that hangs up": {func(http.ResponseWriter, *http.Request) {
			panic(http.ErrAbortHandler)
		}, model.ProblemNotRunning, model.ReasonLost, ""},
	} {
		t.Run(name, func(t *testing.T) {
			server := httptest.NewServer(test.handler)
			defer server.Close()
			o := newEnvironment(t).options(Options{Host: "tcp://" + server.Listener.Addr().String()})
			p := connectProblem(t, o)
			checkProblem(t, p, test.kind, test.reason)
			if p.Text != test.text {
				t.Errorf("its text is %q, want %q", p.Text, test.text)
			}
		})
	}
}

func TestProblemOfNonHTTPServer(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer closeIt(t, listener)
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			_, _ = io.WriteString(conn, "SSH-2.0-OpenSSH_9.2\r\n")
			_ = conn.Close()
		}
	}()
	o := newEnvironment(t).options(Options{Host: "tcp://" + listener.Addr().String()})
	checkProblem(t, connectProblem(t, o), model.ProblemAddress, model.ReasonNotHTTP)
}

func TestTimeoutAndCancel(t *testing.T) {
	s := newEnvironment(t)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	hang := func(ctx context.Context, _, _ string) (net.Conn, error) {
		<-ctx.Done()
		return nil, ctx.Err()
	}
	_, err := Connect(ctx, s.options(Options{Host: "tcp://h:1", Dial: hang}))
	checkProblem(t, ProblemOf(err, ""), model.ProblemTimeout, model.ReasonTimeout)

	ctx, cancel = context.WithCancel(t.Context())
	time.AfterFunc(20*time.Millisecond, cancel)
	_, err = Connect(ctx, s.options(Options{Host: "tcp://h:1", Dial: hang}))
	checkProblem(t, ProblemOf(err, ""), model.ProblemCanceled, model.ReasonCanceled)
}

// tlsEngine is an engine behind TLS, and a directory with the certificate of
// its authority.
func tlsEngine(t *testing.T, conf *tls.Config) (host, certs string) {
	t.Helper()
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Api-Version", "1.51")
	}))
	server.TLS = conf
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	t.Cleanup(server.Close)
	certs = t.TempDir()
	ca := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})
	if err := os.WriteFile(filepath.Join(certs, "ca.pem"), ca, 0o600); err != nil {
		t.Fatal(err)
	}
	return "tcp://" + server.Listener.Addr().String(), certs
}

func TestTLS(t *testing.T) {
	host, certs := tlsEngine(t, nil)
	s := newEnvironment(t)
	s.vars["DOCKER_TLS_VERIFY"], s.vars["DOCKER_CERT_PATH"] = "1", certs
	client, err := Connect(t.Context(), s.options(Options{Host: host}))
	if err != nil {
		t.Fatal(err)
	}
	closeIt(t, client)

	t.Run("from a context", func(t *testing.T) {
		s := newEnvironment(t)
		ca, err := os.ReadFile(filepath.Join(certs, "ca.pem"))
		if err != nil {
			t.Fatal(err)
		}
		s.context("far", host, map[string][]byte{"ca.pem": ca})
		client, err := Connect(t.Context(), s.options(Options{Context: "far"}))
		if err != nil {
			t.Fatal(err)
		}
		defer closeIt(t, client)
		if got := client.KnownEngine(); got.Name != "far" || got.Host != host {
			t.Errorf("%+v", got)
		}
	})
	t.Run("plain to a TLS port", func(t *testing.T) {
		o := newEnvironment(t).options(Options{Host: host})
		checkProblem(t, connectProblem(t, o), model.ProblemTLS, model.ReasonTLSWanted)
	})
	t.Run("TLS to a plain port", func(t *testing.T) {
		server := httptest.NewServer(text(""))
		defer server.Close()
		o := s.options(Options{Host: "tcp://" + server.Listener.Addr().String()})
		checkProblem(t, connectProblem(t, o), model.ProblemTLS, model.ReasonTLSUnknown)
	})
	t.Run("another authority", func(t *testing.T) {
		other := newEnvironment(t)
		other.vars["DOCKER_TLS_VERIFY"], other.vars["DOCKER_CERT_PATH"] = "1", t.TempDir()
		other.writeCA(other.vars["DOCKER_CERT_PATH"])
		checkProblem(t, connectProblem(t, other.options(Options{Host: host})), model.ProblemTLS, model.ReasonUnknownAuthority)
	})
	t.Run("another name", func(t *testing.T) {
		_, port, _ := net.SplitHostPort(strings.TrimPrefix(host, "tcp://"))
		checkProblem(t, connectProblem(t, s.options(Options{Host: "tcp://localhost:" + port})), model.ProblemTLS, model.ReasonCertificateName)
	})
	t.Run("client certificate wanted", func(t *testing.T) {
		strict, certs := tlsEngine(t, &tls.Config{ClientAuth: tls.RequireAndVerifyClientCert, ClientCAs: x509.NewCertPool()})
		s := newEnvironment(t)
		s.vars["DOCKER_TLS_VERIFY"], s.vars["DOCKER_CERT_PATH"] = "1", certs
		checkProblem(t, connectProblem(t, s.options(Options{Host: strict})), model.ProblemTLS, model.ReasonClientCertificate)
	})
}

func TestSSH(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the stand-in for ssh is a shell script")
	}
	for name, test := range map[string]struct {
		stderr string
		reason model.ProblemReason
	}{
		"no key":       {"me@h: Permission denied (publickey).", model.ReasonSSHKey},
		"no host":      {"ssh: Could not resolve hostname h: Name or service not known", model.ReasonSSHHost},
		"no docker":    {"bash: line 1: docker: command not found", model.ReasonSSHNoDocker},
		"another":      {"something else", model.ReasonSSH},
		"no engine":    {"Cannot connect to the Docker daemon at unix:///var/run/docker.sock.", model.ReasonSSHNoEngine},
		"not in group": {"permission denied while trying to connect to the Docker daemon socket", model.ReasonSSHEngine},
	} {
		t.Run(name, func(t *testing.T) {
			s := newEnvironment(t)
			script := fmt.Sprintf("#!/bin/sh\necho '%s' >&2\nexit 255\n", test.stderr)
			s.write("bin/ssh", script)
			if err := os.Chmod(filepath.Join(s.root, "bin", "ssh"), 0o700); err != nil {
				t.Fatal(err)
			}
			t.Setenv("PATH", filepath.Join(s.root, "bin")+":"+os.Getenv("PATH"))
			checkProblem(t, connectProblem(t, s.options(Options{Host: "ssh://me@h"})), model.ProblemSSH, test.reason)
		})
	}
	t.Run("not installed", func(t *testing.T) {
		s := newEnvironment(t)
		s.listen("var/run/docker.sock") // which must not be used instead
		t.Setenv("PATH", s.root)
		checkProblem(t, connectProblem(t, s.options(Options{Host: "ssh://me@h"})), model.ProblemSSH, model.ReasonNoSSH)
	})
}

// writeCA writes the certificate of an authority that nothing is signed by.
func (s *environment) writeCA(dir string) {
	s.t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		s.t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "nobody"},
		NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		s.t.Fatal(err)
	}
	ca := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	if err := os.WriteFile(filepath.Join(dir, "ca.pem"), ca, 0o600); err != nil {
		s.t.Fatal(err)
	}
}
