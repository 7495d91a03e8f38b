package query_test

import (
	"errors"
	"testing"
	"time"

	"jettison/model/query"
)

func TestParseBytes(t *testing.T) {
	for text, want := range map[string]int64{"0": 0, "20GB": 20e9, "1.5gib": 3 << 29, "12 MB": 12e6} {
		if got, err := query.ParseBytes(text); err != nil || got != want {
			t.Errorf("ParseBytes(%q) = %d, %v; want %d", text, got, err, want)
		}
	}
}

func TestParseDuration(t *testing.T) {
	for text, want := range map[string]time.Duration{"7d": 7 * day, "1w3d": 10 * day, "1.5h": 90 * time.Minute} {
		if got, err := query.ParseDuration(text); err != nil || got != want {
			t.Errorf("ParseDuration(%q) = %s, %v; want %s", text, got, err, want)
		}
	}
}

func TestQuantityErrors(t *testing.T) {
	bytes := func(s string) error { _, err := query.ParseBytes(s); return err }
	length := func(s string) error { _, err := query.ParseDuration(s); return err }
	tests := []struct {
		parse         func(string) error
		text          string
		column, width int
		fixed         string
	}{
		{bytes, "many", 1, 4, ""},
		{bytes, "", 1, 0, ""},
		{bytes, "20gigs", 1, 6, "20GB"},
		{bytes, "20 furlongs", 3, 9, ""},
		{length, "30", 1, 2, "30d"},
		{length, "30 days", 3, 5, ""},
		{length, "30days", 1, 6, "30d"},
		{length, "3d5x", 4, 1, ""},
		{length, "", 1, 0, ""},
	}
	for _, tt := range tests {
		wrong, ok := errors.AsType[*query.Error](tt.parse(tt.text))
		if !ok {
			t.Errorf("%q is no error", tt.text)
			continue
		}
		fixed, _ := wrong.Fix()
		if tt.fixed == "" {
			fixed = ""
		}
		if wrong.Column != tt.column || wrong.Width != tt.width || fixed != tt.fixed {
			t.Errorf("%q: column %d, width %d, fixed %q; want %d, %d, %q (%v)",
				tt.text, wrong.Column, wrong.Width, fixed, tt.column, tt.width, tt.fixed, wrong)
		}
	}
}
