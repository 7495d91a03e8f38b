package dockerx

import (
	"context"
	"fmt"
	"testing"
	"testing/synctest"

	"github.com/containerd/errdefs"
)

// answered is an error as the moby client makes it of an answer.
func answered(class error, text string) error {
	return fmt.Errorf("Error response from daemon: %s: %w", text, class)
}

// What a containerd store says only for a moment is asked again, a few times;
// everything else is taken as it is.
func TestRetryTransient(t *testing.T) {
	transient := answered(errdefs.ErrNotFound, "content digest sha256:0123: not found")
	for _, tc := range []struct {
		name    string
		answers []error
		asked   int
	}{
		{"at once", []error{nil}, 1},
		{"later", []error{transient, transient, nil}, 3},
		{"never", []error{transient, transient, transient, nil}, 3},
		{"no such image", []error{answered(errdefs.ErrNotFound, "No such image: a"), nil}, 1},
	} {
		synctest.Test(t, func(t *testing.T) {
			asked := 0
			err := RetryTransient(t.Context(), func() error {
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
	if err := RetryTransient(ended, func() error { asked++; return transient }); asked != 1 || err == nil {
		t.Errorf("asked %d times although nobody waits", asked)
	}
}
