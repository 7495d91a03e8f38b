package output

import (
	"io"
	"testing"
)

func TestTable(t *testing.T) {
	t.Parallel()
	columns := []column{{title: "NAME"}, {title: "SIZE", right: true}, {title: "WHY"}}
	for name, tt := range map[string]struct {
		rows [][]string
		want string
	}{
		"no rows": {nil, "NAME   SIZE   WHY\n"},
		"narrow":  {[][]string{{"a", "1 B", ""}}, "NAME   SIZE   WHY\na       1 B\n"}, // no blanks at the end
		"wide": {
			[][]string{{"acme/api:1.0", "12.5 GB", "x"}, {"é✓", "–", "y z"}},
			"NAME              SIZE   WHY\nacme/api:1.0   12.5 GB   x\né✓                   –   y z\n",
		},
		"characters of two cells": {[][]string{{"镜像", "1 B", "x"}, {"plain", "2 B", "y"}}, "NAME    SIZE   WHY\n镜像     1 B   x\nplain    2 B   y\n"},
	} {
		if got := written(t, func(w io.Writer) error { return writeTable(w, columns, tt.rows) }); got != tt.want {
			t.Errorf("%s:\n%q, want\n%q", name, got, tt.want)
		}
	}
}
