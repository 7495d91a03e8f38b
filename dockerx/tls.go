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

// tlsMaterial is PEM text; parts that are nil are not used.
type tlsMaterial struct {
	ca, cert, key []byte
	skipVerify    bool
}

// config makes a client configuration with docker's defaults.
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

// tlsFiles are the TLS files that docker's environment variables name.
type tlsFiles struct {
	dir        string
	skipVerify bool
}

// environmentTLS reports whether the environment asks for TLS, and with which files. As in
// docker, DOCKER_CERT_PATH alone does not.
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

// config reads the files. The authority's certificate is required; the client's own is
// optional.
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
