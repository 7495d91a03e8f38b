package query

import (
	"strings"

	"jettison/model"
)

// imageIDs are the hexadecimal IDs of images. A glob matches their beginning.
type imageIDs struct{}

// parse reads what is judged: of [Z-a] the case is not kept.
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

// foldID is an ID as the engine writes it, whose case does not matter.
func foldID(op operator, wanted string) string {
	if op == opRegexp {
		return wanted
	}
	return strings.ToLower(strings.TrimPrefix(wanted, "sha256:"))
}

func hexID(id model.ImageID) string { return strings.TrimPrefix(string(id), "sha256:") }

// isHex reports whether a text has hexadecimal digits in lower case only.
func isHex(s string) bool {
	for i := range len(s) {
		if c := s[i]; (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}
