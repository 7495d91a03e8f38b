package size

// Unbounded is the upper bound of a range when none is known.
const Unbounded = int64(1) << 60

// Range is a number of bytes that lies between two bounds, both included.
type Range struct {
	Min, Max int64
	// About marks a figure from a store that can't tell its bytes exactly.
	About bool
}

// Exact returns the range that holds n alone.
func Exact(n int64) Range { return Range{Min: n, Max: n} }

// Unknown returns the range of a size of which nothing is known.
func Unknown() Range { return Range{Min: 0, Max: Unbounded} }

// Exact reports whether the bounds meet and the store can tell its bytes
// exactly.
func (r Range) Exact() bool { return r.Min == r.Max && !r.About }

// Bounded reports whether an upper bound is known.
func (r Range) Bounded() bool { return r.Max < Unbounded }

// Add returns the sum of both: bounds add up.
func (r Range) Add(other Range) Range {
	sum := Range{Min: r.Min + other.Min, Max: r.Max + other.Max, About: r.About || other.About}
	if !r.Bounded() || !other.Bounded() {
		sum.Max = Unbounded
	}
	return sum
}

// Minus returns what is left of r without a part of it. About is not kept.
func (r Range) Minus(part Range) Range {
	left := Range{Min: max(0, r.Min-part.Max), Max: max(0, r.Max-part.Min)}
	if !r.Bounded() {
		left.Max = Unbounded
	}
	return left
}

// Narrow returns what r and other have in common, and whether that is narrower
// than r. Of ranges that contradict each other it returns r.
func (r Range) Narrow(other Range) (common Range, narrower bool) {
	low, high := max(r.Min, other.Min), min(r.Max, other.Max)
	if low > high || low == r.Min && high == r.Max {
		return r, false
	}
	r.Min, r.Max = low, high
	return r, true
}

// Middle returns the number halfway between the bounds.
func (r Range) Middle() int64 { return r.Min + (r.Max-r.Min)/2 }
