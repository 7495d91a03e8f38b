package model_test

import (
	"strings"
	"testing"

	"jettison/model"
)

func TestShort(t *testing.T) {
	t.Parallel()
	hex := strings.Repeat("0123456789abcdef", 4)
	for _, tt := range []struct {
		kind     model.Kind
		id, want string
	}{
		{model.KindImage, "sha256:" + hex, "0123456789ab"},
		{model.KindContainer, hex, "0123456789ab"},
		{model.KindCache, hex, "0123456789ab"},
		{model.KindVolume, "the-data-of-the-shop", "the-data-of-the-shop"},
		{model.KindVolume, hex, "0123456789ab"},
	} {
		if got := (model.Target{Kind: tt.kind, ID: tt.id}).Short(); got != tt.want {
			t.Errorf("kind %d, %s: got %q, want %q", tt.kind, tt.id, got, tt.want)
		}
	}
}
