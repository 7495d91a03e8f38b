package config

import (
	"errors"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"jettison/model/pin"
	"jettison/model/query"
)

// reader decodes the values of a document.
type reader struct {
	*document
	bindings []span // keys that name actions
}

// expect reports whether a value has the wanted kind, and records a problem if it does not.
func (r *reader) expect(value node, want kind) bool {
	if value.kind == want {
		return true
	}
	r.report(value.at, "this is %s, but must be %s", value.kind.words(), want.words())
	return false
}

func (r *reader) text(to *Value[string], value node, origin Origin) {
	if r.expect(value, kindText) {
		to.Set(value.text, origin)
	}
}

func (r *reader) folder(to *Value[string], value node, origin Origin) {
	if !r.expect(value, kindText) {
		return
	}
	if value.text != "" && !filepath.IsAbs(value.text) {
		r.report(value.at, "%#q is no absolute path", value.text)
		return
	}
	to.Set(value.text, origin)
}

func (r *reader) choice(to *Value[string], from []string, value node, origin Origin) {
	if !r.expect(value, kindText) {
		return
	}
	if !slices.Contains(from, value.text) {
		r.report(value.at, "it can't be %#q; %s", value.text, oneOf(from))
		return
	}
	to.Set(value.text, origin)
}

func (r *reader) truth(to *Value[bool], value node, origin Origin) {
	if r.expect(value, kindTruth) {
		to.Set(value.text == "true", origin)
	}
}

func (r *reader) number(to *Value[int], most int, value node, origin Origin) {
	if n, ok := r.whole(value, 0, most); ok {
		to.Set(n, origin)
	}
}

// whole decodes an integer between least and most.
func (r *reader) whole(value node, least, most int) (int, bool) {
	if !r.expect(value, kindNumber) {
		return 0, false
	}
	n, err := strconv.ParseInt(value.text, 0, 64)
	if err != nil || n < int64(least) || n > int64(most) {
		r.report(value.at, "it can't be %s; it is a number from %d to %d", value.text, least, most)
		return 0, false
	}
	return int(n), true
}

// texts decodes a list of strings. A single string counts as a list of one.
func (r *reader) texts(value node) ([]node, bool) {
	if value.kind == kindText {
		return []node{value}, true
	}
	if value.kind != kindList {
		r.report(value.at, "this is %s, but must be a text in quotes or a list of them", value.kind.words())
		return nil, false
	}
	good := true
	for _, member := range value.members {
		good = r.expect(member, kindText) && good
	}
	return value.members, good
}

// pins decodes a list of queries, each of which must be valid as a pin.
func (r *reader) pins(value node) []*query.Query {
	members, _ := r.texts(value)
	parsed := []*query.Query{}
	for _, member := range members {
		if member.kind != kindText {
			continue
		}
		q, err := pin.Parse(member.text)
		if err != nil {
			r.reportQuery(member, err)
			continue
		}
		parsed = append(parsed, q)
	}
	return parsed
}

// reportQuery records a problem with a query, or with an amount in it, at its place in the
// document.
func (r *reader) reportQuery(value node, err error) {
	wrong, ok := errors.AsType[*query.Error](err)
	if !ok {
		r.report(value.at, "%s", err)
		return
	}
	at, plain := r.inner(value)
	if !plain {
		r.report(value.at, "%s", wrong.Error())
		return
	}
	runes := []rune(value.text)
	start := min(wrong.Column-1, len(runes))
	end := min(start+wrong.Width, len(runes))
	at.start += len(string(runes[:start]))
	at.end = at.start + len(string(runes[start:end]))
	r.report(at, "%s", wrong.Message())
}

// spanOfLine returns the span of a line without surrounding blanks.
func (r *reader) spanOfLine(line int) span {
	start := r.offset(line, 1)
	text, _, _ := strings.Cut(r.source[start:], "\n")
	return span{start, start + len(strings.TrimRight(text, " \t\r"))}
}
