package output

import (
	"strings"
	"testing"
)

func TestProgress(t *testing.T) {
	t.Parallel()
	const cleared = "\r\x1b[K"
	for _, tt := range []struct {
		done, total int
		more        []string
		want        string
	}{
		{0, 4, nil, cleared + "removing [------------------------] 0 of 4"},
		{2, 4, []string{"", "1.0 GB freed"}, cleared + "removing [############------------] 2 of 4, 1.0 GB freed"},
		{9, 4, nil, cleared + "removing [########################] 9 of 4"}, // more than were told
		{5000, 10_250, nil, cleared + "removing [###########-------------] 5,000 of 10,250"},
		{1, 4, []string{strings.Repeat("x", 60), "left"}, cleared + "removing [######------------------] 1 of 4, left"}, // what has no room is left out
		{1, 0, nil, ""},
	} {
		var text strings.Builder
		p := NewProgress(&text, true)
		p.Draw("removing", tt.done, tt.total, tt.more...)
		if text.String() != tt.want {
			t.Errorf("%d of %d: %q, want %q", tt.done, tt.total, text.String(), tt.want)
		}
		text.Reset()
		p.Clear()
		p.Clear() // once is enough
		if drawn := tt.want != ""; (text.String() == cleared) != drawn || len(text.String()) > len(cleared) {
			t.Errorf("%d of %d: cleared by %q", tt.done, tt.total, text.String())
		}
	}
	var text strings.Builder
	elsewhere := NewProgress(&text, false)
	elsewhere.Draw("removing", 1, 2)
	elsewhere.Clear()
	if text.Len() > 0 {
		t.Errorf("where there is no terminal it writes %q", text.String())
	}
}
