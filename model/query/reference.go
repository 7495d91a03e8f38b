package query

import (
	"slices"
	"strings"

	"jettison/model"
)

// references are the whole references of rows, and the digests of untagged
// images.
type references struct{}

func (references) parse(op operator, s string) (text, *problem) { return parseText(op, s) }

func (references) judge(op operator, wanted string) compiled {
	test, cost := newNameTest(op, wanted)
	return compiled{func(row *model.Row) truth {
		if row.Ref != "" {
			return truthOf(test(row.Ref))
		}
		digests := row.Image.Digests
		return truthOf(slices.ContainsFunc(digests, test) || wanted == model.None && len(digests) == 0)
	}, cost}
}

func (references) values(inv *model.Inventory, _ string) []existing {
	return countRows(inv, func(row *model.Row) string { return row.Ref })
}

// newDigestTest tests references by digest, with and without their repository.
func newDigestTest(op operator, wanted string) (test textTest, cost int) {
	name, cost := newNameTest(op, wanted)
	return func(ref string) bool {
		_, digest, _ := strings.Cut(ref, "@")
		return name(digest) || name(ref)
	}, cost
}
