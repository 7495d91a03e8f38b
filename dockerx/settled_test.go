package dockerx

import (
	"context"
	"testing"
	"testing/synctest"

	"github.com/containerd/errdefs"
)

// What a containerd store says only for a moment is asked again, a few times;
// everything else is taken as it is.
func TestSettled(t *testing.T) {
	momentary := refused(errdefs.ErrNotFound, "content digest sha256:0123: not found")
	for _, tc := range []struct {
		name    string
		answers []error
		asked   int
	}{
		{"at once", []error{nil}, 1},
		{"later", []error{momentary, momentary, nil}, 3},
		{"never", []error{momentary, momentary, momentary, nil}, 3},
		{"no such image", []error{refused(errdefs.ErrNotFound, "No such image: a"), nil}, 1},
	} {
		synctest.Test(t, func(t *testing.T) {
			asked := 0
			err := settled(t.Context(), func() error {
				asked++
				return tc.answers[asked-1]
			})
			if asked != tc.asked || err != tc.answers[asked-1] { //nolint:errorlint // the very one
				t.Errorf("%s: asked %d times, %v", tc.name, asked, err)
			}
		})
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	asked := 0
	if err := settled(ended, func() error { asked++; return momentary }); asked != 1 || err == nil {
		t.Errorf("asked %d times although nobody waits", asked)
	}
}
