package inventory

import (
	"context"
	"errors"
	"slices"
	"testing"
)

// What is asked for in turn is merged in turn, or not at all.
func TestInTurn(t *testing.T) {
	t.Parallel()
	var did []string
	ask := func(name string, err error) request {
		return func(context.Context) (func(), error) {
			did = append(did, "ask "+name)
			return func() { did = append(did, "merge "+name) }, err
		}
	}
	merge, err := inTurn([]request{ask("a", nil), ask("b", nil)})(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	merge()
	if want := []string{"ask a", "ask b", "merge a", "merge b"}; !slices.Equal(did, want) {
		t.Errorf("did %q, want %q", did, want)
	}
	did = nil
	wrong := errors.New("it is away")
	if _, err := inTurn([]request{ask("a", nil), ask("b", wrong), ask("c", nil)})(t.Context()); !errors.Is(err, wrong) {
		t.Errorf("the error is %v", err)
	}
	if want := []string{"ask a", "ask b"}; !slices.Equal(did, want) {
		t.Errorf("did %q, want %q", did, want)
	}
}
