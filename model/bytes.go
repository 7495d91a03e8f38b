package model

import "github.com/dustin/go-humanize"

// Bytes is a number of bytes known within bounds; exact when they are equal.
type Bytes struct {
	Min, Max int64
	// About marks a figure from a store whose bytes can't be known exactly.
	About bool
}

// ExactBytes is n bytes, known exactly.
func ExactBytes(n int64) Bytes { return Bytes{Min: n, Max: n} }

// Exact reports whether the bounds meet and the store is exact.
func (b Bytes) Exact() bool { return b.Min == b.Max && !b.About }

// Add is the sum of both; bounds add up.
func (b Bytes) Add(other Bytes) Bytes {
	return Bytes{Min: b.Min + other.Min, Max: b.Max + other.Max, About: b.About || other.About}
}

// Middle is halfway between the bounds.
func (b Bytes) Middle() int64 { return b.Min + (b.Max-b.Min)/2 }

// String shows "310 MB", "≈ 310 MB" or "0.3–1.2 GB" in decimal units, as
// docker does.
func (b Bytes) String() string { return b.Words(Size) }

// Words are the bounds with numbers as size writes them.
func (b Bytes) Words(size func(int64) string) string {
	low, high := size(b.Min), size(b.Max)
	switch {
	case b.Min <= 0 && b.Max > 0:
		return "up to " + high
	case low != high:
		return low + "–" + high
	case b.About:
		return "≈ " + low
	}
	return low
}

// Size is a number of bytes in decimal units, such as "310 MB".
func Size(n int64) string {
	if n < 0 {
		return "?"
	}
	return humanize.Bytes(uint64(n))
}
