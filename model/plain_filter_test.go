package model_test

import (
	"testing"

	"jettison/model"
)

func TestPlainFilter(t *testing.T) {
	t.Parallel()
	tests := []struct {
		text string
		want bool
	}{
		{"", true},
		{"WEB", true},
		{"web  runn", true},
		{"web exited", false},
	}
	for _, tt := range tests {
		if got := model.ParsePlainFilter(tt.text).Match("my-Web-1", "running"); got != tt.want {
			t.Errorf("%q: %v", tt.text, got)
		}
	}
}
