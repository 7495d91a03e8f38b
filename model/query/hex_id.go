package query

import (
	"strings"

	"jettison/model"
)

// hexIDs are hexadecimal IDs of things, in lower case. A glob matches the beginning
// of an ID.
type hexIDs[T any] struct {
	all  allThings[T]
	read func(T) string
}

// parse checks the pattern that judge will use: folding turns [Z-a] around.
func (hexIDs[T]) parse(op operator, s string) (text, *problem) {
	if _, p := parseText(op, foldID(op, s)); p != nil {
		return "", p
	}
	return text(s), nil
}

func (t hexIDs[T]) judge(_ *compiler, op operator, wanted string) compiled[T] {
	read := t.read
	wanted = foldID(op, wanted)
	if op == opGlob {
		if !globHas(wanted) {
			return compiled[T]{func(of T) truth { return truthOf(strings.HasPrefix(read(of), wanted)) }, costText}
		}
		wanted += "*"
	}
	test, cost := newTextTest(op, wanted)
	return compiled[T]{func(of T) truth { return truthOf(test(read(of))) }, cost}
}

func (t hexIDs[T]) values(inv *model.Inventory, _ string) []existing {
	counts := map[string]int{}
	for of := range t.all(inv) {
		counts[shortID(t.read(of))]++
	}
	return listed(counts)
}

// shortDigits is how many digits of an ID people see.
const shortDigits = 12

func shortID(id string) string { return id[:min(len(id), shortDigits)] }

// foldID returns an ID as engines write it, in lower case and without its
// algorithm.
func foldID(op operator, wanted string) string {
	if op == opRegexp {
		return wanted
	}
	return strings.ToLower(strings.TrimPrefix(wanted, "sha256:"))
}

func hexID(id model.ImageID) string { return strings.TrimPrefix(string(id), "sha256:") }

func rowID(row *model.Row) string { return hexID(row.Image.ID) }

// isHex reports whether s consists of hexadecimal digits in lower case.
func isHex(s string) bool {
	for i := range len(s) {
		if c := s[i]; (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}
