package words

import (
	"github.com/dustin/go-humanize"

	"jettison/model/size"
)

// Size returns a number of bytes in decimal units as docker writes them, such as
// "310 MB"; Unknown when it is negative.
func Size(n int64) string {
	if n < 0 {
		return Unknown
	}
	return humanize.Bytes(uint64(n))
}

// Bytes returns a number of bytes within its bounds: "310 MB", "≈ 310 MB",
// "0.3–1.2 GB", "up to 1.2 GB" or "at least 0.3 GB"; Unknown when nothing is known.
func Bytes(b size.Range) string { return BytesAs(b, Size) }

// BytesAs is Bytes with numbers as size writes them.
func BytesAs(b size.Range, size func(int64) string) string {
	low, high := size(b.Min), size(b.Max)
	switch {
	case !b.Bounded() && b.Min > 0:
		return "at least " + low
	case !b.Bounded():
		return Unknown
	case b.Min <= 0 && b.Max > 0:
		return "up to " + high
	case low != high:
		return low + "–" + high
	case b.About:
		return "≈ " + low
	}
	return low
}
