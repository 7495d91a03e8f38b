package query

import (
	"reflect"
	"strings"
	"testing"

	"jettison/model"
)

// Every field has all that the language needs.
func TestFieldsAreWhole(t *testing.T) {
	t.Parallel()
	for _, table := range tables(everyKind()) {
		seen := map[string]string{}
		for _, f := range table.fields {
			if f.name == "" || f.fact == model.FactEngine || f.example == "" || f.about == "" || f.page == "" {
				t.Errorf("the entry of %q lacks something: %+v", f.name, f.fieldInfo)
				continue
			}
			for _, name := range append([]string{f.name}, strings.Fields(f.also)...) {
				if other, taken := seen[name]; taken {
					t.Errorf("of %s %q stands for both %s and %s", thingsOf(table.kind), name, other, f.name)
				}
				seen[name] = f.name
			}
		}
	}
}

// A query reads a value before it knows of which kind a thing is, so that fields of one
// name take the same values.
func TestFieldsOfOneNameTakeTheSameValues(t *testing.T) {
	t.Parallel()
	first := map[string]field{}
	for _, f := range fields(everyKind()) {
		other, ok := first[f.name]
		if !ok {
			first[f.name] = f
			continue
		}
		for op := opGlob; op <= opGreaterEqual; op++ {
			if f.takes(op) != other.takes(op) {
				t.Errorf("%s%s is taken of one kind only", f.name, op)
				continue
			}
			if !f.takes(op) {
				continue
			}
			for _, text := range []string{"1", "3d", "1GB", "2026-01-31", "a*", "ab12"} {
				a, wrong := f.parse(op, text)
				b, otherWrong := other.parse(op, text)
				if (wrong == nil) != (otherWrong == nil) || wrong == nil && (reflect.TypeOf(a) != reflect.TypeOf(b) || a.String() != b.String()) {
					t.Errorf("%s%s%s is %v of %s, and %v of %s", f.name, op, text, a, thingsOf(f.kind), b, thingsOf(other.kind))
				}
			}
		}
	}
}

// Every field judges by the operators that it takes, and explains why it does not
// take the others.
func TestFieldsJudgeByTheirOperators(t *testing.T) {
	t.Parallel()
	inv := fuzzInventory()
	for _, f := range fields(everyKind()) {
		l := lexer{text: f.example}
		tok, _ := l.next()
		for op := opGlob; op <= opGreaterEqual; op++ {
			if !f.takes(op) {
				if why, instead := f.refuse(&f, op); why == "" || !f.takes(instead) {
					t.Errorf("%s%s is refused with %q, and %s is suggested", f.name, op, why, instead)
				}
				continue
			}
			q, err := ParseOf(f.kind, f.name+op.String()+tok.value)
			if err != nil {
				t.Error(err)
				continue
			}
			m := q.Compile(Env{Now: inv.Taken, Inventory: inv})
			if judging(m) != kindsOf(f.kind) {
				t.Errorf("%s of %s judges %b", q, thingsOf(f.kind), judging(m))
			}
		}
	}
}

// judging returns the kinds that a matcher looks at things of.
func judging(m Matcher) kindSet {
	var kinds kindSet
	for kind, judges := range map[model.Kind]bool{
		model.KindImage: m.image != nil, model.KindContainer: m.container != nil,
		model.KindVolume: m.volume != nil, model.KindCache: m.cache != nil,
	} {
		if judges {
			kinds |= kindsOf(kind)
		}
	}
	return kinds
}

// Every field's example is a query of that field.
func TestExamples(t *testing.T) {
	for _, f := range fields(everyKind()) {
		q, err := ParseOf(f.kind, f.example)
		if err != nil {
			t.Errorf("%s: %v", f.name, err)
			continue
		}
		if c, ok := q.root.(comparison); !ok || c.field != f.name {
			t.Errorf("the example %q of %s is %#v", f.example, f.name, q.root)
		}
		if f.usualOperator() == opNone {
			t.Errorf("the example %q of %s has no operator", f.example, f.name)
		}
	}
}
