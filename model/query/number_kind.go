package query

import (
	"time"

	"jettison/model"
)

// bytesKind compares numbers of bytes.
type bytesKind struct{ of numbers }

func (bytesKind) takes(op operator) bool { return op.compares() }

func (bytesKind) refuse(f field, _ operator) (why string, instead operator) { return refusePattern(f) }

func (bytesKind) parse(_ operator, s string) (value, *problem) { return checked(parseBytes(s)) }

func (k bytesKind) compile(c *compiler, n comparison) compiled {
	return k.of.compareNumber(c, accepted[amount](c, n))
}

func (bytesKind) complete(c *completer, _ field, tok token) {
	c.units(tok, "kB", "MB", "GB", "TB")
}

// countKind compares whole numbers.
type countKind struct{ of numbers }

func (countKind) takes(op operator) bool { return op.compares() }

func (countKind) refuse(f field, _ operator) (why string, instead operator) { return refusePattern(f) }

func (countKind) parse(_ operator, s string) (value, *problem) { return checked(parseCount(s)) }

func (k countKind) compile(c *compiler, n comparison) compiled {
	return k.of.compareNumber(c, accepted[amount](c, n))
}

func (countKind) complete(*completer, field, token) {} // nobody can guess a number

// ageKind compares the time since a moment with durations.
type ageKind struct{ of moments }

func (ageKind) takes(op operator) bool { return op.compares() }

func (ageKind) refuse(f field, _ operator) (why string, instead operator) { return refusePattern(f) }

func (ageKind) parse(_ operator, s string) (value, *problem) { return checked(parseAge(s)) }

func (k ageKind) compile(c *compiler, n comparison) compiled {
	return k.of.compareMoment(c, accepted[duration](c, n))
}

func (ageKind) complete(c *completer, _ field, tok token) {
	c.units(tok, "s", "m", "h", "d", "w", "mo", "y")
}

// momentKind compares a moment with dates, and the time since then with
// durations.
type momentKind struct{ of moments }

func (momentKind) takes(op operator) bool { return op.compares() }

func (momentKind) refuse(f field, _ operator) (why string, instead operator) { return refusePattern(f) }

func (momentKind) parse(_ operator, s string) (value, *problem) { return checked(parseMoment(s)) }

func (k momentKind) compile(c *compiler, n comparison) compiled {
	return k.of.compareMoment(c, accepted[quantity](c, n))
}

func (momentKind) complete(c *completer, _ field, tok token) {
	c.units(tok, "s", "m", "h", "d", "w", "mo", "y")
}

// accepted returns the numbers that satisfy a comparison.
func accepted[V quantity](c *compiler, n comparison) interval {
	return valueOf[V](n).accepted(n.op, c.env.Now)
}

// numbers are the bytes or items of rows.
type numbers interface {
	compareNumber(c *compiler, accepted interval) compiled
}

// moments are the dates of rows, in nanoseconds since 1970.
type moments interface {
	compareMoment(c *compiler, accepted interval) compiled
}

type (
	// imageNumber is a number that all references of an image share.
	imageNumber func(*model.Image) bounds
	// imageMoment is a moment that all references of an image share; zero if it
	// is not known.
	imageMoment func(*model.Image) time.Time
	// rowNumber is a number of each reference. It is prepared over the whole
	// inventory.
	rowNumber func(*compiler) rowBounds
)

// rowBounds are numbers of rows, worked out beforehand.
type rowBounds interface {
	of(row *model.Row) bounds
}

func (read imageNumber) compareNumber(_ *compiler, accepted interval) compiled {
	return compiled{func(row *model.Row) truth { return read(row.Image).in(accepted) }, costNumber}
}

func (read imageMoment) compareMoment(_ *compiler, accepted interval) compiled {
	return compiled{func(row *model.Row) truth {
		at := read(row.Image)
		if at.IsZero() {
			return anything().in(accepted)
		}
		return exactly(nanoseconds(at)).in(accepted)
	}, costNumber}
}

func (prepare rowNumber) compareNumber(c *compiler, accepted interval) compiled {
	prepared := prepare(c)
	return compiled{func(row *model.Row) truth { return prepared.of(row).in(accepted) }, costLookup}
}
