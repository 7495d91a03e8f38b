package query

import (
	"slices"
	"strings"

	"jettison/model"
	"jettison/model/reference"
)

// references are the whole references of rows. A row of a tag stands for the digests of
// its repository too, which Docker removes with the last tag: patterns with an "@" match
// these.
type references struct{}

func (references) parse(op operator, s string) (text, *problem) { return parseText(op, s) }

func (references) judge(_ *compiler, op operator, wanted string) compiled[*model.Row] {
	test, cost := newNameTest(op, wanted)
	if !reference.IsDigest(wanted) {
		return compiled[*model.Row]{func(row *model.Row) truth {
			return truthOf(row.Ref != "" && test(row.Ref) || wanted == model.None && row.Ref == "")
		}, cost}
	}
	return compiled[*model.Row]{func(row *model.Row) truth {
		return truthOf(row.Ref != "" && test(row.Ref) || slices.ContainsFunc(row.Image.Digests, func(digest string) bool {
			repo, _, _ := strings.Cut(digest, "@")
			return repo == row.Repo && test(digest)
		}))
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
