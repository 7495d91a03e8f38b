package query

import (
	"strings"

	"jettison/model"
)

// labels are the labels of things. A glob is about keys, or, with a "=" in it,
// about key and value separately. A regular expression is about "key=value".
// Literal text is a key, or "key=value".
type labels[T any] struct {
	all  allThings[T]
	read func(T) map[string]string
}

// parse checks the globs for key and value separately, as judge applies them.
func (labels[T]) parse(op operator, s string) (text, *problem) {
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

func (t labels[T]) judge(_ *compiler, op operator, wanted string) compiled[T] {
	read := t.read
	key, wantedValue, hasValue := strings.Cut(wanted, "=")
	valueTest := func(string) bool { return true }
	if hasValue && op != opRegexp {
		valueTest, _ = newTextTest(op, wantedValue)
	}
	if op == opEqual || op == opGlob && !globHas(key) {
		return compiled[T]{func(of T) truth {
			value, ok := read(of)[key]
			return truthOf(ok && valueTest(value))
		}, costLookup}
	}
	if op == opRegexp {
		key = wanted
	}
	keyTest, _ := newTextTest(op, key)
	return compiled[T]{func(of T) truth {
		for key, value := range read(of) {
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
func (t labels[T]) values(inv *model.Inventory, begun string) []existing {
	wantedKey, _, withValue := strings.Cut(begun, "=")
	counts := map[string]int{}
	for of := range t.all(inv) {
		for key, value := range t.read(of) {
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

func imageLabels(row *model.Row) map[string]string { return row.Image.Labels }
