package enginetest

import (
	"context"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/go-containerregistry/pkg/name"
	"github.com/google/go-containerregistry/pkg/registry"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/moby/moby/client"

	"jettison/model"
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
func pulled(image *modeltest.Image) bool { return slices.ContainsFunc(image.Digests, local) }

// local reports whether a reference is in a registry on this machine.
func local(ref string) bool { return strings.HasPrefix(ref, "127.0.0.1:") }

// pull makes an image, pushes it to its registry and lets the engine pull it: by its tags
// there, and by digest from repositories where it has none. Its other tags are given
// afterwards.
func (e *Engine) pull(ctx context.Context, made *archive, image *modeltest.Image) error {
	content, err := made.named(image)
	if err != nil {
		return err
	}
	digest, err := content.Digest()
	if err != nil {
		return err
	}
	refs := slices.DeleteFunc(slices.Clone(image.Tags), func(tag string) bool { return !local(tag) })
	known := model.Image{Tags: image.Tags, Digests: image.Digests}
	for _, ref := range known.DigestRefs() {
		repo, _, _ := strings.Cut(ref, "@")
		refs = append(refs, repo+"@"+digest.String())
	}
	for _, ref := range refs {
		if err := e.pushAndPull(ctx, content, ref); err != nil {
			return err
		}
	}
	for _, tag := range image.Tags {
		if local(tag) {
			continue
		}
		if _, err := e.client.ImageTag(ctx, client.ImageTagOptions{Source: refs[0], Target: tag}); err != nil {
			return err
		}
	}
	return nil
}

func (e *Engine) pushAndPull(ctx context.Context, content v1.Image, ref string) error {
	to, err := name.ParseReference(ref)
	if err != nil {
		return err
	}
	if err := remote.Write(to, content, remote.WithContext(ctx)); err != nil {
		return err
	}
	progress, err := e.client.ImagePull(ctx, ref, client.ImagePullOptions{})
	if err != nil {
		return err
	}
	if err := progress.Wait(ctx); err != nil {
		return fmt.Errorf("pull %s: %w", ref, err)
	}
	return nil
}
