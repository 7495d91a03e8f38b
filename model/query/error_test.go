package query_test

import (
	"errors"
	"testing"

	"jettison/model/query"
)

func TestErrorText(t *testing.T) {
	_, err := query.Parse("größe\tsise>1GB")
	var bad *query.Error
	if !errors.As(err, &bad) {
		t.Fatal("no error")
	}
	if got, want := bad.Error(), "column 7: unknown field `sise`; did you mean `size`?"; got != want {
		t.Errorf("Error() = %q, want %q", got, want)
	}
	if got, want := bad.Caret(), "größe sise>1GB\n      ^^^^"; got != want {
		t.Errorf("Caret() =\n%s\nwant\n%s", got, want)
	}
	if fixed, ok := bad.Fix(); fixed != "größe\tsize>1GB" || !ok {
		t.Errorf("Fix() = %q, %t", fixed, ok)
	}
}
