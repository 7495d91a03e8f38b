package query

import (
	"strings"
	"testing"

	"jettison/model"
)

// Every field has all that the language needs.
func TestFieldsAreWhole(t *testing.T) {
	t.Parallel()
	seen := map[string]string{}
	for _, f := range fields() {
		if f.name == "" || f.kind == nil || f.fact == model.FactEngine || f.example == "" || f.about == "" || f.page == "" {
			t.Errorf("the entry of %q lacks something: %+v", f.name, f)
			continue
		}
		for _, name := range append([]string{f.name}, strings.Fields(f.also)...) {
			if other, taken := seen[name]; taken {
				t.Errorf("%q stands for both %s and %s", name, other, f.name)
			}
			seen[name] = f.name
		}
	}
}

// Every field judges by the operators that it takes, and explains why it does not
// take the others.
func TestFieldsJudgeByTheirOperators(t *testing.T) {
	t.Parallel()
	inv := fuzzInventory()
	for _, f := range fields() {
		l := lexer{text: f.example}
		tok, _ := l.next()
		for op := opGlob; op <= opGreaterEqual; op++ {
			if !f.kind.takes(op) {
				if why, instead := f.kind.refuse(f, op); why == "" || !f.kind.takes(instead) {
					t.Errorf("%s%s is refused with %q, and %s is suggested", f.name, op, why, instead)
				}
				continue
			}
			q, err := Parse(f.name + op.String() + tok.value)
			if err != nil {
				t.Error(err)
				continue
			}
			if m := q.Compile(Env{Now: inv.Taken, Inventory: inv}); m.judge == nil {
				t.Errorf("%s judges nothing", q)
			}
		}
	}
}

// Every field's example is a query of that field.
func TestExamples(t *testing.T) {
	for _, f := range fields() {
		q, err := Parse(f.example)
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
