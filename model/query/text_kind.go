package query

import (
	"slices"

	"jettison/model"
)

// textKind compares text with patterns and literals.
type textKind struct{ of texts }

func (textKind) takes(op operator) bool { return isPattern(op) }

func (textKind) refuse(f field, op operator) (why string, instead operator) {
	return refuseOrder(f, op)
}

func (k textKind) parse(op operator, s string) (value, *problem) { return checked(k.of.parse(op, s)) }

func (k textKind) compile(_ *compiler, n comparison) compiled {
	return k.of.judge(n.op, string(valueOf[text](n)))
}

func (k textKind) complete(c *completer, f field, tok token) { c.values(f, tok, k.of.values) }

// texts are the texts of rows.
type texts interface {
	parse(op operator, s string) (text, *problem)
	judge(op operator, wanted string) compiled
	// values returns those that exist. begun is what has been written of one.
	values(inv *model.Inventory, begun string) []existing
}

// rowText is a text of each reference, model.None if it has none. Only
// model.None itself matches that.
type rowText struct {
	read    func(*model.Row) string
	newTest newTest
}

func (rowText) parse(op operator, s string) (text, *problem) { return parseText(op, s) }

func (t rowText) judge(op operator, wanted string) compiled {
	read := t.read
	if wanted == model.None {
		return compiled{func(row *model.Row) truth { return truthOf(read(row) == model.None) }, costText}
	}
	test, cost := t.newTest(op, wanted)
	return compiled{func(row *model.Row) truth {
		s := read(row)
		return truthOf(s != model.None && test(s))
	}, cost}
}

func (t rowText) values(inv *model.Inventory, _ string) []existing { return countRows(inv, t.read) }

func repoOf(row *model.Row) string { return row.Repo }

func tagOf(row *model.Row) string { return row.Tag }

// imageTexts are texts that all references of an image share. One of them has to
// match.
type imageTexts struct {
	read    func(*model.Image) []string
	newTest newTest
}

func (imageTexts) parse(op operator, s string) (text, *problem) { return parseText(op, s) }

func (t imageTexts) judge(op operator, wanted string) compiled {
	read := t.read
	test, cost := t.newTest(op, wanted)
	return compiled{func(row *model.Row) truth { return truthOf(slices.ContainsFunc(read(row.Image), test)) }, cost}
}

func (t imageTexts) values(inv *model.Inventory, _ string) []existing {
	counts := map[string]int{}
	rows := inv.Rows()
	for i := range rows {
		for _, text := range t.read(rows[i].Image) {
			counts[text]++
		}
	}
	return listed(counts)
}

func digestsOf(image *model.Image) []string { return image.Digests }
