package jsonstream_test

import (
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"jettison/dockerx/internal/jsonstream"
)

func TestElements(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]struct {
		sum int
		err error
	}{
		"[1,2,3]": {6, nil}, "[]": {0, nil}, "null": {0, nil},
		"": {0, io.ErrUnexpectedEOF}, "[1,": {1, io.ErrUnexpectedEOF}, "[1": {1, io.ErrUnexpectedEOF},
	} {
		dec, sum := json.NewDecoder(strings.NewReader(text)), 0
		err := jsonstream.Elements(dec, func() error {
			var n int
			err := dec.Decode(&n)
			sum += n
			return err
		})
		if sum != want.sum || !errors.Is(err, want.err) {
			t.Errorf("%q: %d, %v", text, sum, err)
		}
	}
	err := jsonstream.Elements(json.NewDecoder(strings.NewReader(`{}`)), nil)
	if _, ok := errors.AsType[*jsonstream.ShapeError](err); !ok {
		t.Errorf("an object in place of an array: %v", err)
	}
}

func TestFieldsAndSkip(t *testing.T) {
	t.Parallel()
	dec := json.NewDecoder(strings.NewReader(`{"a":[1,{"b":2}],"c":"text","d":3,"e":{"f":[]}} 7`))
	var names []string
	var d int
	err := jsonstream.Fields(dec, func(name string) error {
		names = append(names, name)
		if name == "d" {
			return dec.Decode(&d)
		}
		return jsonstream.Skip(dec)
	})
	var rest int
	if next := dec.Decode(&rest); err != nil || next != nil || d != 3 || rest != 7 || !slices.Equal(names, []string{"a", "c", "d", "e"}) {
		t.Errorf("%v, d is %d, then %d; %v, %v", names, d, rest, err, next)
	}
}

// endless repeats a text.
type endless string

func (e endless) Read(p []byte) (int, error) { return copy(p, e), nil }

func TestAnArrayWithoutAnEnd(t *testing.T) {
	t.Parallel()
	dec := json.NewDecoder(io.MultiReader(strings.NewReader("[0"), endless(",0")))
	n := 0
	err := jsonstream.Elements(dec, func() error {
		n++
		return jsonstream.Skip(dec)
	})
	if !errors.Is(err, jsonstream.ErrTooMany) || n != 1<<20 {
		t.Errorf("%d elements, then %v", n, err)
	}
}
