package query

import (
	"time"

	"jettison/model"
)

// bytesKind compares numbers of bytes.
func bytesKind(of numbers) kind {
	return kindOf[amount]{orderOperators(), func(_ operator, s string) (amount, *problem) { return parseBytes(s) }, judgeNumber(of), offerByteUnits}
}

// countKind compares whole numbers.
func countKind(of numbers) kind {
	return kindOf[amount]{orderOperators(), func(_ operator, s string) (amount, *problem) { return parseCount(s) }, judgeNumber(of), offerNothing}
}

// ageKind compares how long ago a moment is with durations.
func ageKind(of moments) kind {
	return kindOf[duration]{orderOperators(), func(_ operator, s string) (duration, *problem) { return parseAge(s) }, judgeMoment[duration](of), offerTimeUnits}
}

// momentKind compares a moment with dates, and how long ago it is with durations.
func momentKind(of moments) kind {
	return kindOf[quantity]{orderOperators(), func(_ operator, s string) (quantity, *problem) { return parseMoment(s) }, judgeMoment[quantity](of), offerTimeUnits}
}

func judgeNumber(of numbers) func(*compiler, comparison, amount) compiled {
	return func(c *compiler, n comparison, v amount) compiled {
		return of.compareNumber(c, v.accepted(n.op, c.env.Now))
	}
}

func judgeMoment[V quantity](of moments) func(*compiler, comparison, V) compiled {
	return func(c *compiler, n comparison, v V) compiled {
		return of.compareMoment(c, v.accepted(n.op, c.env.Now))
	}
}

func offerByteUnits(c *completer, _ field, tok token) { c.units(tok, "kB", "MB", "GB", "TB") }

func offerTimeUnits(c *completer, _ field, tok token) {
	c.units(tok, "s", "m", "h", "d", "w", "mo", "y")
}

// numbers are what a field of bytes or items compares.
type numbers interface {
	compareNumber(c *compiler, accepted interval) compiled
}

// moments are what a field of dates compares, in nanoseconds since 1970.
type moments interface {
	compareMoment(c *compiler, accepted interval) compiled
}

type (
	// imageNumber is a number of an image, the same for all of its references.
	imageNumber func(*model.Image) bounds
	// imageMoment is a moment of an image, zero when it is not known.
	imageMoment func(*model.Image) time.Time
	// rowNumber is a number of each reference, worked out over the inventory
	// beforehand.
	rowNumber func(*compiler) func(*model.Row) bounds
	// rowMoment is a moment of each reference, worked out beforehand.
	rowMoment func(*compiler) func(*model.Row) bounds
)

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
	read := prepare(c)
	return compiled{func(row *model.Row) truth { return read(row).in(accepted) }, costLookup}
}

func (prepare rowMoment) compareMoment(c *compiler, accepted interval) compiled {
	return rowNumber(prepare).compareNumber(c, accepted)
}
