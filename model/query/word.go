package query

import (
	"strings"

	"jettison/model"
	"jettison/model/reference"
)

// minIDPrefix is the least number of digits for a word to match IDs. Shorter words such
// as "db" are meant as names, but are the beginning of every 256th ID. The field
// id takes prefixes of any length.
const minIDPrefix = 4

// judgeWord matches rows whose reference contains a text in any case, or whose
// image ID begins with it. Of a digest reference only a text with an "@" is looked for
// in the digest.
func judgeWord(text string) predicate[*model.Row] {
	if text == model.None {
		return func(row *model.Row) truth {
			return truthOf(row.Repo == model.None || row.Tag == model.None)
		}
	}
	search := newFold(text)
	hex := strings.TrimPrefix(search.lower, "sha256:")
	byID := len(hex) >= minIDPrefix && isHex(hex)
	byDigest := reference.IsDigest(text)
	return func(row *model.Row) truth {
		if byID && strings.HasPrefix(hexID(row.Image.ID), hex) {
			return yes
		}
		if row.Ref != "" && (byDigest || !reference.IsDigest(row.Ref)) {
			return truthOf(search.in(row.Ref))
		}
		return truthOf(row.Repo != model.None && search.in(row.Repo))
	}
}
