package query

import (
	"strings"

	"jettison/model"
)

// imageIDs are hexadecimal image IDs. A glob matches the beginning of an ID.
type imageIDs struct{}

// parse checks the pattern that judge will use: folding turns [Z-a] around.
func (imageIDs) parse(op operator, s string) (text, *problem) {
	if _, p := parseText(op, foldID(op, s)); p != nil {
		return "", p
	}
	return text(s), nil
}

func (imageIDs) judge(op operator, wanted string) compiled {
	wanted = foldID(op, wanted)
	if op == opGlob {
		if !globHas(wanted) {
			return compiled{func(row *model.Row) truth {
				return truthOf(strings.HasPrefix(hexID(row.Image.ID), wanted))
			}, costText}
		}
		wanted += "*"
	}
	test, cost := newTextTest(op, wanted)
	return compiled{func(row *model.Row) truth { return truthOf(test(hexID(row.Image.ID))) }, cost}
}

func (imageIDs) values(inv *model.Inventory, _ string) []existing {
	return countRows(inv, func(row *model.Row) string { return row.Image.ID.Short() })
}

// foldID returns an ID as engines write it, in lower case and without its
// algorithm.
func foldID(op operator, wanted string) string {
	if op == opRegexp {
		return wanted
	}
	return strings.ToLower(strings.TrimPrefix(wanted, "sha256:"))
}

func hexID(id model.ImageID) string { return strings.TrimPrefix(string(id), "sha256:") }

// isHex reports whether s consists of hexadecimal digits in lower case.
func isHex(s string) bool {
	for i := range len(s) {
		if c := s[i]; (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}
