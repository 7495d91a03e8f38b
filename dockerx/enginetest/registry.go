package enginetest

import (
	"context"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/go-containerregistry/pkg/name"
	"github.com/google/go-containerregistry/pkg/registry"
	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/moby/moby/client"

	"jettison/model/modeltest"
)

// Registry serves a registry on the loopback interface until the test ends and returns its
// host and port. Docker engines pull images that have digests in it instead of loading them,
// since only pulled images get digest references.
func Registry(t testing.TB) (host string) {
	t.Helper()
	server := httptest.NewServer(registry.New(registry.Logger(log.New(io.Discard, "", 0))))
	t.Cleanup(server.Close)
	return strings.TrimPrefix(server.URL, "http://")
}

// PrivateRegistry serves a registry until the test ends. After a call of lock, it requires the
// user's name and password.
func PrivateRegistry(t testing.TB, user, password string) (host string, lock func()) {
	t.Helper()
	open := registry.New(registry.Logger(log.New(io.Discard, "", 0)))
	var locked atomic.Bool
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name, word, _ := r.BasicAuth()
		if locked.Load() && (name != user || word != password) {
			w.Header().Set("WWW-Authenticate", `Basic realm="registry"`)
			http.Error(w, `{"errors":[{"code":"UNAUTHORIZED","message":"authentication required"}]}`, http.StatusUnauthorized)
			return
		}
		open.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	return strings.TrimPrefix(server.URL, "http://"), func() { locked.Store(true) }
}

// pulled reports whether an image comes from a registry: it has digests in one on this
// machine.
func pulled(image *modeltest.Image) bool {
	return len(image.Tags) > 0 && len(image.Digests) > 0 && strings.HasPrefix(image.Tags[0], "127.0.0.1:")
}

// pull makes an image, pushes it to its registry and lets the engine pull it.
func (e *Engine) pull(ctx context.Context, made *archive, image *modeltest.Image) error {
	content, err := made.named(image)
	if err != nil {
		return err
	}
	for _, tag := range image.Tags {
		ref, err := name.NewTag(tag)
		if err != nil {
			return err
		}
		if err := remote.Write(ref, content, remote.WithContext(ctx)); err != nil {
			return err
		}
		progress, err := e.client.ImagePull(ctx, tag, client.ImagePullOptions{})
		if err != nil {
			return err
		}
		if err := progress.Wait(ctx); err != nil {
			return fmt.Errorf("pull %s: %w", tag, err)
		}
	}
	return nil
}
