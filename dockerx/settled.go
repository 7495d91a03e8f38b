package dockerx

import (
	"context"
	"strings"
	"time"

	"github.com/containerd/errdefs"
)

// unsettledPause is how long a containerd store gets to finish other deletions.
const unsettledPause = 100 * time.Millisecond

// settled asks again while an engine says what it only says for a moment.
func settled(ctx context.Context, ask func() error) error {
	for tries := 1; ; tries++ {
		err := ask()
		if !isUnsettled(err) || tries == maxTries {
			return err
		}
		select {
		case <-time.After(unsettledPause):
		case <-ctx.Done():
			return err
		}
	}
}

// isUnsettled reports whether an answer is one that containerd stores give for a
// moment while they delete other images: that an image is for another platform,
// or that a part of one was not found, even to a request for a list.
func isUnsettled(err error) bool {
	if err == nil || !errdefs.IsNotFound(err) && !isNotFound(err) {
		return false
	}
	text := err.Error()
	return strings.Contains(text, "specified platform") || strings.Contains(text, "content digest") ||
		strings.Contains(text, "snapshot")
}
