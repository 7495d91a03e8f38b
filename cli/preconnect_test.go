package cli

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"

	"jettison/ui"
)

func TestPreconnect(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		opened, first := 0, errors.New("the first attempt")
		open := preconnect(t.Context(), func(context.Context) (ui.Session, error) {
			opened++
			if opened == 1 {
				return nil, first
			}
			return nil, nil
		})
		synctest.Wait()
		if opened != 1 {
			t.Fatalf("opened %d times before it was asked, want once", opened)
		}
		if _, err := open(t.Context()); !errors.Is(err, first) || opened != 1 {
			t.Errorf("the first call opened %d times with %v, want the early result", opened, err)
		}
		if _, err := open(t.Context()); err != nil || opened != 2 {
			t.Errorf("the second call opened %d times with %v, want a new attempt", opened, err)
		}
	})
}

func TestPreconnectIsAbandoned(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		lifetime, end := context.WithCancel(t.Context())
		open := preconnect(lifetime, func(ctx context.Context) (ui.Session, error) {
			<-ctx.Done()
			return nil, ctx.Err()
		})
		impatient, giveUp := context.WithCancel(t.Context())
		giveUp()
		if _, err := open(impatient); !errors.Is(err, context.Canceled) {
			t.Errorf("error = %v, want canceled", err)
		}
		end()
	})
}
