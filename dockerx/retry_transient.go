package dockerx

import (
	"context"
	"strings"
	"time"

	"github.com/containerd/errdefs"
)

const (
	// transientTries is how often an engine is asked that keeps giving a transient
	// answer.
	transientTries = 3
	// transientPause is how long a containerd store gets to finish other deletions.
	transientPause = 100 * time.Millisecond
)

// RetryTransient calls ask again, a few times, while the engine gives a transient
// answer (see IsTransient), and returns its last error.
func RetryTransient(ctx context.Context, ask func() error) error {
	for tries := 1; ; tries++ {
		err := ask()
		if !IsTransient(err) || tries == transientTries {
			return err
		}
		select {
		case <-time.After(transientPause):
		case <-ctx.Done():
			return err
		}
	}
}

// IsTransient reports whether an error is one that containerd stores answer with for
// a moment while they delete other images: that an image is for another platform, or
// that a part of one was not found, even to a request for a list.
func IsTransient(err error) bool {
	if err == nil || !errdefs.IsNotFound(err) && !IsNotFound(err) {
		return false
	}
	text := err.Error()
	return strings.Contains(text, "specified platform") || strings.Contains(text, "content digest") ||
		strings.Contains(text, "snapshot")
}
