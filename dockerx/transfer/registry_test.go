package transfer

import (
	"errors"
	"fmt"
	"testing"

	"github.com/containerd/errdefs"
)

// A registry that does not have a manifest is told from an engine that can't ask it.
func TestManifestUnknown(t *testing.T) {
	t.Parallel()
	notFound := func(text string) error {
		return fmt.Errorf("Error response from daemon: %s: %w", text, errdefs.ErrNotFound)
	}
	for _, test := range []struct {
		err  error
		want bool
	}{
		{errors.New("Error response from daemon: manifest unknown: manifest unknown"), true},
		{errors.New("Error response from daemon: errors:\nname unknown: repository name not known to registry"), true},
		{notFound("manifest for localhost/a@sha256:0123 not found"), true},
		{notFound("page not found"), false},
		{errors.New("Error response from daemon: unauthorized: authentication required"), false},
		{errors.New("Error response from daemon: Get \"https://r/v2/\": dial tcp: lookup r: no such host"), false},
	} {
		if got := isManifestUnknown(test.err); got != test.want {
			t.Errorf("%v: %v", test.err, got)
		}
	}
}

// A pull by a reference with tag and digest would move the tag.
func TestByDigestDropsTheTag(t *testing.T) {
	t.Parallel()
	const digest = "@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
	for ref, want := range map[string]string{
		"nginx" + digest:              "docker.io/library/nginx" + digest,
		"nginx:1.25" + digest:         "docker.io/library/nginx" + digest,
		"localhost:5000/a:b" + digest: "localhost:5000/a" + digest,
		"nginx:1.25":                  "",
		"not a reference":             "",
	} {
		got, err := byDigest(ref)
		switch {
		case want == "" && err == nil:
			t.Errorf("%s: %s", ref, got)
		case want != "" && (err != nil || got.String() != want):
			t.Errorf("%s: %v %v, want %s", ref, got, err, want)
		}
	}
}
