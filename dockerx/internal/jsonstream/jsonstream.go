// Package jsonstream decodes large JSON arrays and objects piece by piece,
// without holding the whole of them.
package jsonstream

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// maxElements is the size limit of an array: more than any engine has things, and few enough
// to be kept.
const maxElements = 1 << 20

// ErrTooMany is the error of an array that has more than a million elements.
var ErrTooMany = errors.New("a list of more than a million things")

// Elements calls decode for each element of the JSON array that comes next. decode must
// consume the element. null is an empty array.
func Elements(dec *json.Decoder, decode func() error) error {
	open, err := dec.Token()
	if err != nil || open == nil {
		return unexpectedEOF(err)
	}
	if open != json.Delim('[') {
		return &ShapeError{"array", open}
	}
	for n := 0; dec.More(); n++ {
		if n == maxElements {
			return ErrTooMany
		}
		if err := decode(); err != nil {
			return unexpectedEOF(err)
		}
	}
	_, err = dec.Token()
	return unexpectedEOF(err)
}

// Fields calls decode with the name of each field of the JSON object that comes next.
// decode must consume the value. null is an empty object.
func Fields(dec *json.Decoder, decode func(name string) error) error {
	open, err := dec.Token()
	if err != nil || open == nil {
		return unexpectedEOF(err)
	}
	if open != json.Delim('{') {
		return &ShapeError{"object", open}
	}
	for dec.More() {
		name, err := dec.Token()
		if err != nil {
			return unexpectedEOF(err)
		}
		if err := decode(fmt.Sprint(name)); err != nil {
			return unexpectedEOF(err)
		}
	}
	_, err = dec.Token()
	return unexpectedEOF(err)
}

// Skip consumes the next value.
func Skip(dec *json.Decoder) error {
	var ignored struct{}
	err := dec.Decode(&ignored)
	if _, wrongKind := errors.AsType[*json.UnmarshalTypeError](err); wrongKind {
		return nil // the value was consumed, though it is no object
	}
	return err
}

// unexpectedEOF turns the end of the text inside a value into io.ErrUnexpectedEOF.
func unexpectedEOF(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// ShapeError is the error of valid JSON that is not what was expected.
type ShapeError struct {
	Want string
	Got  json.Token
}

// Error implements error.
func (e *ShapeError) Error() string { return fmt.Sprintf("JSON %s expected, got %v", e.Want, e.Got) }
