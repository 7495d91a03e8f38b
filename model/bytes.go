package model

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
