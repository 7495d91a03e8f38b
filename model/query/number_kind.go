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

// ageKind compares the time since a moment with durations.
func ageKind(of moments) kind {
	return kindOf[duration]{orderOperators(), func(_ operator, s string) (duration, *problem) { return parseAge(s) }, judgeMoment[duration](of), offerTimeUnits}
}

// momentKind compares a moment with dates, and the time since then with
// durations.
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
	rowNumber func(*compiler) func(*model.Row) bounds
	// rowMoment is a moment of each reference, prepared like rowNumber.
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
