package query

import (
	"fmt"
	"strings"

	"jettison/model"
)

// kindSet is a set of kinds of things.
type kindSet uint16

func kindsOf(kinds ...model.Kind) kindSet {
	var set kindSet
	for _, kind := range kinds {
		set |= 1 << kind
	}
	return set
}

// everyKind holds the kinds that `kind:*` means.
func everyKind() kindSet { return kindsOf(model.Kinds()...) }

func (s kindSet) has(kind model.Kind) bool { return s&(1<<kind) != 0 }

// list returns the kinds in the order in which they are told of.
func (s kindSet) list() []model.Kind {
	var kinds []model.Kind
	for _, kind := range model.Kinds() {
		if s.has(kind) {
			kinds = append(kinds, kind)
		}
	}
	return kinds
}

// things names the things of the kinds in the plural, joined by a word: "images or
// volumes".
func (s kindSet) things(join string) string {
	var names []string
	for _, kind := range s.list() {
		names = append(names, thingsOf(kind))
	}
	if last := len(names) - 1; last > 0 {
		return strings.Join(names[:last], ", ") + " " + join + " " + names[last]
	}
	return strings.Join(names, "")
}

func thingsOf(kind model.Kind) string {
	switch kind {
	case model.KindImage:
		return "images"
	case model.KindContainer:
		return "containers"
	case model.KindVolume:
		return "volumes"
	case model.KindCache:
		return "cache records"
	case model.KindUnknown:
	}
	panic(fmt.Sprintf("query: there is no kind %d", kind))
}

// kindField is the name of the field for the kind of a thing.
const kindField = "kind"

// kindName is how a query names a kind.
func kindName(kind model.Kind) string {
	switch kind {
	case model.KindImage:
		return "image"
	case model.KindContainer:
		return "container"
	case model.KindVolume:
		return "volume"
	case model.KindCache:
		return "cache"
	case model.KindUnknown:
	}
	panic(fmt.Sprintf("query: there is no kind %d", kind))
}

// KindTerm is the term that asks for the things of a kind.
func KindTerm(kind model.Kind) string { return kindField + ":" + kindName(kind) }

// kindNames are all values of the field kind.
func kindNames() []string {
	var names []string
	for _, kind := range model.Kinds() {
		names = append(names, kindName(kind))
	}
	return append(names, anyKind)
}

// anyKind is the value of the field kind that means all of them.
const anyKind = "*"

// kindTerm is a term about the kind of a thing.
type kindTerm struct {
	kinds kindSet // one, or every one
	at    span    // of the whole term
}

func (n kindTerm) format(b *strings.Builder, _ node) {
	name := anyKind
	if kinds := n.kinds.list(); len(kinds) == 1 {
		name = kindName(kinds[0])
	}
	b.WriteString(kindField + opGlob.String() + name)
}

// readKind reads a term whose field is kind.
func readKind(text string, tok token) (node, *Error) {
	whole := span{tok.start, tok.end}
	if tok.op != opGlob {
		return nil, newError(text, span{tok.opStart, tok.valueStart}, opGlob.String(),
			"`kind` takes `:` and a kind, as in `kind:container`")
	}
	value := strings.ToLower(tok.value)
	if value == anyKind {
		return kindTerm{everyKind(), whole}, nil
	}
	for _, kind := range model.Kinds() {
		if value == kindName(kind) {
			return kindTerm{kindsOf(kind), whole}, nil
		}
	}
	if value == "" {
		return nil, newError(text, span{tok.start, tok.valueStart}, "", "`kind:` needs a value: %s", strings.Join(kindNames(), ", "))
	}
	near := Nearest(value, kindNames())
	if near == "" {
		return nil, newError(text, span{tok.valueStart, tok.end}, "", "there is no kind %#q; the kinds are %s", tok.value, strings.Join(kindNames(), ", "))
	}
	return nil, newError(text, span{tok.valueStart, tok.end}, near, "there is no kind %#q", tok.value)
}
