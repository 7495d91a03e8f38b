package main

import (
	"fmt"
	"io"
	"text/tabwriter"
	"time"
)

// verdict says whether a figure is within its bar.
type verdict string

const (
	kept     verdict = "kept"
	missed   verdict = "MISSED"
	noBar    verdict = ""
	notKnown verdict = "not measured"
)

// judge converts ok to a verdict.
func judge(ok bool) verdict {
	if ok {
		return kept
	}
	return missed
}

type line struct {
	what, figure, bar string
	verdict           verdict
}

// report is the table printed at the end of the run.
type report struct{ lines []line }

func (r *report) add(what, figure, bar string, v verdict) {
	r.lines = append(r.lines, line{what, figure, bar, v})
}

func (r *report) print(w io.Writer) {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(table, "WHAT\tMEASURED\tBAR\tVERDICT")
	for _, l := range r.lines {
		_, _ = fmt.Fprintf(table, "%s\t%s\t%s\t%s\n", l.what, l.figure, l.bar, l.verdict)
	}
	// A reader that is gone needs no table.
	_ = table.Flush()
}

// ms formats a duration in milliseconds with one decimal.
func ms(d time.Duration) string { return fmt.Sprintf("%.1f ms", float64(d.Microseconds())/1000) }
