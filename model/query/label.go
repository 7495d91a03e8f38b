package query

import (
	"strings"

	"jettison/model"
)

// labels are the labels of images. A glob is about keys, or, with a "=" in it,
// about key and value separately. A regular expression is about "key=value".
// Literal text is a key, or "key=value".
type labels struct{}

// parse checks the globs for key and value separately, as judge applies them.
func (labels) parse(op operator, s string) (text, *problem) {
	key, value, hasValue := strings.Cut(s, "=")
	if op != opGlob || !hasValue {
		return parseText(op, s)
	}
	if _, p := parseText(op, key); p != nil {
		return "", p
	}
	if _, p := parseText(op, value); p != nil {
		p.at.start += len(key) + len("=")
		p.at.end += len(key) + len("=")
		return "", p
	}
	return text(s), nil
}

func (labels) judge(op operator, wanted string) compiled {
	key, wantedValue, hasValue := strings.Cut(wanted, "=")
	valueTest := func(string) bool { return true }
	if hasValue && op != opRegexp {
		valueTest, _ = newTextTest(op, wantedValue)
	}
	if op == opEqual || op == opGlob && !globHas(key) {
		return compiled{func(row *model.Row) truth {
			value, ok := row.Image.Labels[key]
			return truthOf(ok && valueTest(value))
		}, costLookup}
	}
	if op == opRegexp {
		key = wanted
	}
	keyTest, _ := newTextTest(op, key)
	return compiled{func(row *model.Row) truth {
		for key, value := range row.Image.Labels {
			if op == opRegexp {
				key += "=" + value
			}
			if keyTest(key) && valueTest(value) {
				return yes
			}
		}
		return no
	}, costRegexp}
}

// values returns keys, or the values of a key that has been written.
func (labels) values(inv *model.Inventory, begun string) []existing {
	wantedKey, _, withValue := strings.Cut(begun, "=")
	counts := map[string]int{}
	rows := inv.Rows()
	for i := range rows {
		for key, value := range rows[i].Image.Labels {
			switch {
			case !withValue:
				counts[key]++
			case key == wantedKey:
				counts[key+"="+value]++
			}
		}
	}
	return listed(counts)
}
