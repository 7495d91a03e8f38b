package query

import (
	"strings"

	"jettison/model"
)

// minIDPrefix is how many digits of an ID a word must have: "db" and "cafe"
// are rather meant as names, and every 256th image has an ID that begins with
// "db". The field id takes prefixes of any length.
const minIDPrefix = 4

// judgeWord matches rows whose reference contains a text, whatever the case,
// or whose image's ID begins with it.
func judgeWord(text string) predicate {
	if text == noneWord {
		return func(row *model.Row) truth {
			return truthOf(row.Repo == model.None || row.Tag == model.None)
		}
	}
	search := newFold(text)
	hex := strings.TrimPrefix(search.lower, "sha256:")
	byID := len(hex) >= minIDPrefix && isHex(hex)
	return func(row *model.Row) truth {
		if byID && strings.HasPrefix(hexID(row.Image.ID), hex) {
			return yes
		}
		if row.Ref != "" {
			return truthOf(search.in(row.Ref))
		}
		return truthOf(row.Repo != model.None && search.in(row.Repo))
	}
}
