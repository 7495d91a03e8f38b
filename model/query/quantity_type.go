package query

import (
	"time"

	"jettison/model"
)

// quantitySyntax is that of values which have an order.
type quantitySyntax struct{}

// ordered tells that every kind offers the same units for such values.
func (quantitySyntax) ordered() {}

func (quantitySyntax) takes(op operator) bool { return op.compares() }

func (quantitySyntax) refuse(f *field, _ operator) (why string, instead operator) {
	return refusePattern(f)
}

// bytesType compares numbers of bytes.
type bytesType[T any] struct {
	quantitySyntax
	of numbers[T]
}

// bytesOf returns the type of fields that are numbers of bytes.
func bytesOf[T any](of numbers[T]) valueType[T] { return bytesType[T]{of: of} }

func (bytesType[T]) parse(_ operator, s string) (value, *problem) { return checked(parseBytes(s)) }

func (t bytesType[T]) compile(c *compiler, n comparison) compiled[T] {
	return t.of.compareNumber(c, accepted[amount](c, n))
}

func (bytesType[T]) complete(c *completer, tok token) { c.units(tok, "kB", "MB", "GB", "TB") }

// countType compares whole numbers.
type countType[T any] struct {
	quantitySyntax
	of numbers[T]
}

// countOf returns the type of fields that are whole numbers.
func countOf[T any](of numbers[T]) valueType[T] { return countType[T]{of: of} }

func (countType[T]) parse(_ operator, s string) (value, *problem) { return checked(parseCount(s)) }

func (t countType[T]) compile(c *compiler, n comparison) compiled[T] {
	return t.of.compareNumber(c, accepted[amount](c, n))
}

func (countType[T]) complete(*completer, token) {} // nobody can guess a number

// ageType compares the time since a moment with durations.
type ageType[T any] struct {
	quantitySyntax
	of moments[T]
}

// ageOf returns the type of fields that are the time since a moment.
func ageOf[T any](of moments[T]) valueType[T] { return ageType[T]{of: of} }

func (ageType[T]) parse(_ operator, s string) (value, *problem) { return checked(parseAge(s)) }

func (t ageType[T]) compile(c *compiler, n comparison) compiled[T] {
	return t.of.compareMoment(c, accepted[duration](c, n))
}

func (ageType[T]) complete(c *completer, tok token) {
	c.units(tok, "s", "m", "h", "d", "w", "mo", "y")
}

// momentType compares a moment with dates, and the time since then with
// durations.
type momentType[T any] struct {
	quantitySyntax
	of moments[T]
}

// momentOf returns the type of fields that are moments.
func momentOf[T any](of moments[T]) valueType[T] { return momentType[T]{of: of} }

func (momentType[T]) parse(_ operator, s string) (value, *problem) { return checked(parseMoment(s)) }

func (t momentType[T]) compile(c *compiler, n comparison) compiled[T] {
	return t.of.compareMoment(c, accepted[quantity](c, n))
}

func (momentType[T]) complete(c *completer, tok token) {
	c.units(tok, "s", "m", "h", "d", "w", "mo", "y")
}

// accepted returns the numbers that satisfy a comparison.
func accepted[V quantity](c *compiler, n comparison) interval {
	return valueOf[V](n).accepted(n.op, c.env.Now)
}

// numbers are the bytes or items of things.
type numbers[T any] interface {
	compareNumber(c *compiler, accepted interval) compiled[T]
}

// moments are the dates of things, in nanoseconds since 1970.
type moments[T any] interface {
	compareMoment(c *compiler, accepted interval) compiled[T]
}

type (
	// number is a number of each thing.
	number[T any] func(T) bounds
	// moment is a moment of each thing; zero if it is not known.
	moment[T any] func(T) time.Time
	// momentRange is a moment of each thing that is known within bounds, in
	// nanoseconds since 1970. now is the moment that ages count back from.
	momentRange[T any] func(of T, now int64) bounds
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

func (read number[T]) compareNumber(_ *compiler, accepted interval) compiled[T] {
	return compiled[T]{judge: func(of T) truth { return read(of).in(accepted) }, cost: costNumber}
}

func (read moment[T]) compareMoment(_ *compiler, accepted interval) compiled[T] {
	return compiled[T]{judge: func(of T) truth { return boundsOf(read(of)).in(accepted) }, cost: costNumber}
}

func (read momentRange[T]) compareMoment(c *compiler, accepted interval) compiled[T] {
	now := nanoseconds(c.env.Now)
	return compiled[T]{judge: func(of T) truth { return read(of, now).in(accepted) }, cost: costNumber}
}

// boundsOf returns the bounds of a moment, which is not known if it is zero.
func boundsOf(at time.Time) bounds {
	if at.IsZero() {
		return anything()
	}
	return exactly(nanoseconds(at))
}

func (read imageNumber) compareNumber(_ *compiler, accepted interval) compiled[*model.Row] {
	return compiled[*model.Row]{judge: func(row *model.Row) truth { return read(row.Image).in(accepted) }, cost: costNumber}
}

func (read imageMoment) compareMoment(_ *compiler, accepted interval) compiled[*model.Row] {
	return compiled[*model.Row]{judge: func(row *model.Row) truth { return boundsOf(read(row.Image)).in(accepted) }, cost: costNumber}
}

func (prepare rowNumber) compareNumber(c *compiler, accepted interval) compiled[*model.Row] {
	prepared := prepare(c)
	return compiled[*model.Row]{judge: func(row *model.Row) truth { return prepared.of(row).in(accepted) }, cost: costLookup}
}
