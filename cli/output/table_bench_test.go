package output

import (
	"io"
	"strconv"
	"testing"
)

// BenchmarkTable writes as many rows as a large engine has images.
func BenchmarkTable(b *testing.B) {
	columns := []column{{title: "REPOSITORY"}, {title: "TAG"}, {title: "IMAGE ID"}, {title: "SIZE", right: true}, {title: "USED BY"}}
	rows := make([][]string, 10_000)
	for i := range rows {
		rows[i] = []string{"acme/service-" + strconv.Itoa(i), "1." + strconv.Itoa(i), "0123456789ab", strconv.Itoa(i) + " MB", ""}
	}
	for b.Loop() {
		if err := writeTable(io.Discard, columns, rows); err != nil {
			b.Fatal(err)
		}
	}
}
