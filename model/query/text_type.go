package query

import (
	"iter"
	"slices"

	"jettison/model"
)

// textType compares text with patterns and literals.
type textType[T any] struct{ of texts[T] }

// textOf returns the type of fields that are text.
func textOf[T any](of texts[T]) valueType[T] { return textType[T]{of} }

func (textType[T]) takes(op operator) bool { return isPattern(op) }

func (textType[T]) refuse(f *field, op operator) (why string, instead operator) {
	return refuseOrder(f, op)
}

func (t textType[T]) parse(op operator, s string) (value, *problem) {
	return checked(t.of.parse(op, s))
}

func (t textType[T]) compile(c *compiler, n comparison) compiled[T] {
	return t.of.judge(c, n.op, string(valueOf[text](n)))
}

func (t textType[T]) complete(c *completer, tok token) { c.values(tok, t.of.values) }

// texts are the texts of things.
type texts[T any] interface {
	parse(op operator, s string) (text, *problem)
	judge(c *compiler, op operator, wanted string) compiled[T]
	// values returns those that exist. begun is what has been written of one.
	values(inv *model.Inventory, begun string) []existing
}

// thingTexts are texts of each thing, of which one has to match.
type thingTexts[T any] struct {
	all     allThings[T]
	read    func(*model.Inventory) func(T) []string
	newTest newTest
}

// allThings are all things of a kind in an inventory.
type allThings[T any] func(*model.Inventory) iter.Seq[T]

// oneText returns a text of each thing; empty for what has none, which nothing matches.
func oneText[T any](all allThings[T], read func(T) string) thingTexts[T] {
	return thingTexts[T]{all, func(*model.Inventory) func(T) []string {
		return func(of T) []string {
			if s := read(of); s != "" {
				return []string{s}
			}
			return nil
		}
	}, newTextTest}
}

func (thingTexts[T]) parse(op operator, s string) (text, *problem) { return parseText(op, s) }

func (t thingTexts[T]) judge(c *compiler, op operator, wanted string) compiled[T] {
	read := t.read(c.env.Inventory)
	test, cost := t.newTest(op, wanted)
	return compiled[T]{func(of T) truth { return truthOf(slices.ContainsFunc(read(of), test)) }, cost}
}

func (t thingTexts[T]) values(inv *model.Inventory, _ string) []existing {
	read, counts := t.read(inv), map[string]int{}
	for of := range t.all(inv) {
		for _, text := range read(of) {
			counts[text]++
		}
	}
	return listed(counts)
}

// rowText is a text of each reference, model.None if it has none. Only
// model.None itself matches that.
type rowText struct {
	read    func(*model.Row) string
	newTest newTest
}

func (rowText) parse(op operator, s string) (text, *problem) { return parseText(op, s) }

func (t rowText) judge(_ *compiler, op operator, wanted string) compiled[*model.Row] {
	read := t.read
	if wanted == model.None {
		return compiled[*model.Row]{func(row *model.Row) truth { return truthOf(read(row) == model.None) }, costText}
	}
	test, cost := t.newTest(op, wanted)
	return compiled[*model.Row]{func(row *model.Row) truth {
		s := read(row)
		return truthOf(s != model.None && test(s))
	}, cost}
}

func (t rowText) values(inv *model.Inventory, _ string) []existing { return countRows(inv, t.read) }

func repoOf(row *model.Row) string { return row.Repo }

func tagOf(row *model.Row) string { return row.Tag }

// eachRow returns the rows of an inventory.
func eachRow(inv *model.Inventory) iter.Seq[*model.Row] {
	rows := inv.Rows()
	return func(yield func(*model.Row) bool) {
		for i := range rows {
			if !yield(&rows[i]) {
				return
			}
		}
	}
}

// imageTexts returns texts that all references of an image share.
func imageTexts(read func(*model.Image) []string, newTest newTest) thingTexts[*model.Row] {
	return thingTexts[*model.Row]{eachRow, func(*model.Inventory) func(*model.Row) []string {
		return func(row *model.Row) []string { return read(row.Image) }
	}, newTest}
}

func digestsOf(image *model.Image) []string { return image.Digests }
