package dockerx

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/docker/go-connections/tlsconfig"
)

// tlsMaterial is PEM text; what is nil is not used.
type tlsMaterial struct {
	ca, cert, key []byte
	skipVerify    bool
}

// config makes a client configuration with the defaults that docker uses.
func (m tlsMaterial) config() (*tls.Config, error) {
	conf := tlsconfig.ClientDefault()
	conf.InsecureSkipVerify = m.skipVerify
	if m.ca != nil {
		pool := x509.NewCertPool()
		if !pool.AppendCertsFromPEM(m.ca) {
			return nil, errors.New("ca.pem holds no certificate")
		}
		conf.RootCAs = pool
	}
	if m.cert != nil && m.key != nil {
		pair, err := tls.X509KeyPair(m.cert, m.key)
		if err != nil {
			return nil, fmt.Errorf("cert.pem and key.pem: %w", err)
		}
		conf.Certificates = []tls.Certificate{pair}
	}
	return conf, nil
}

// tlsFiles are the files that docker's environment names.
type tlsFiles struct {
	dir        string
	skipVerify bool
}

// environmentTLS says whether the environment asks for TLS, and with what.
// DOCKER_CERT_PATH alone does not, as in docker.
func environmentTLS(o Options) (tlsFiles, bool) {
	verify := o.env("DOCKER_TLS_VERIFY") != ""
	if !verify && o.env("DOCKER_TLS") == "" {
		return tlsFiles{}, false
	}
	dir := o.env("DOCKER_CERT_PATH")
	if dir == "" {
		dir = o.configDir()
	}
	return tlsFiles{dir: dir, skipVerify: !verify}, true
}

// config reads the files. The authority's certificate is required; the
// client's own may be missing.
func (f tlsFiles) config() (*tls.Config, error) {
	ca, err := os.ReadFile(filepath.Join(f.dir, "ca.pem"))
	if err != nil && (!f.skipVerify || !errors.Is(err, fs.ErrNotExist)) {
		return nil, err
	}
	material := tlsMaterial{ca: ca, skipVerify: f.skipVerify}
	if material.cert, err = readOptional(filepath.Join(f.dir, "cert.pem")); err != nil {
		return nil, err
	}
	if material.key, err = readOptional(filepath.Join(f.dir, "key.pem")); err != nil {
		return nil, err
	}
	return material.config()
}

func readOptional(path string) ([]byte, error) {
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return text, err
}
