package table

import (
	"strings"
	"testing"
)

func TestColumnsDropInOrder(t *testing.T) {
	tests := []struct {
		width int
		want  string
	}{
		{100, "repo tag created size state"},
		{53, "repo tag size state"},
		{42, "repo tag size"},
		{27, "repo size"},
		{18, "repo"},
		{5, "repo"},
		{0, ""},
	}
	for _, tt := range tests {
		var ids []string
		declared := columns()
		for _, p := range place(declared, 0, tt.width) {
			ids = append(ids, declared[p.column].ID)
			if p.x+p.width > tt.width {
				t.Errorf("width %d: %s ends at %d", tt.width, declared[p.column].ID, p.x+p.width)
			}
		}
		if got := strings.Join(ids, " "); got != tt.want {
			t.Errorf("width %d: %q, want %q", tt.width, got, tt.want)
		}
	}
}
