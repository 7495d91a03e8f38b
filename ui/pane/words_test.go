package pane_test

import (
	"testing"
	"time"

	"jettison/model"
	"jettison/ui/pane"
	"jettison/ui/theme"
)

func TestCountFigure(t *testing.T) {
	glyphs := &theme.New(theme.Options{}).Glyphs
	for _, tt := range []struct {
		name string
		fact model.FactState
		want string
	}{
		{"not known yet", model.FactState{Status: model.StatusLoading}, glyphs.Ellipsis},
		{"failed", model.FactState{Status: model.StatusFailed}, glyphs.Warning},
		{"known", model.FactState{Status: model.StatusReady, At: time.Unix(1, 0)}, "12,345"},
		{"loading anew", model.FactState{Status: model.StatusLoading, At: time.Unix(1, 0)}, "12,345"},
	} {
		if got := pane.CountFigure(glyphs, tt.fact, 12_345); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestCountWords(t *testing.T) {
	if got := pane.CountWords(9_892, 10_250); got != "9,892 of 10,250" {
		t.Errorf("got %q", got)
	}
}
