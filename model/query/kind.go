package query

import (
	"fmt"
	"slices"
)

// kind is what the values of a field are: the operators they take, how to read a
// value, how to judge rows by it, and how to complete it.
type kind interface {
	// takes reports whether fields of the kind take an operator.
	takes(op operator) bool
	// refuse explains why a field does not take an operator, and names one that
	// it takes.
	refuse(f field, op operator) (why string, instead operator)
	// parse reads the value after an operator that the kind takes.
	parse(op operator, s string) (value, *problem)
	// compile returns the predicate of a comparison. Its operator is never
	// opNotEqual, for which the compiler negates opEqual.
	compile(c *compiler, n comparison) compiled
	// complete offers values for the term under the cursor.
	complete(c *completer, f field, tok token)
}

// kindOf is a kind whose values have the type V. Reading and judging share the
// type, so that they can't disagree.
type kindOf[V value] struct {
	operators
	read  func(op operator, s string) (V, *problem)
	judge func(c *compiler, n comparison, v V) compiled
	offer func(c *completer, f field, tok token)
}

func (k kindOf[V]) parse(op operator, s string) (value, *problem) {
	v, p := k.read(op, s)
	if p != nil {
		return nil, p
	}
	return v, nil
}

func (k kindOf[V]) compile(c *compiler, n comparison) compiled {
	v, ok := n.value.(V)
	if !ok {
		panic(fmt.Sprintf("query: %s is compared with a %T", n.field, n.value))
	}
	return k.judge(c, n, v)
}

func (k kindOf[V]) complete(c *completer, f field, tok token) { k.offer(c, f, tok) }

// operators are the operators of a kind.
type operators struct {
	list    []operator
	instead operator // suggested in place of others
	why     func(f field, op operator) string
}

func (o operators) takes(op operator) bool { return slices.Contains(o.list, op) }

func (o operators) refuse(f field, op operator) (why string, instead operator) {
	return o.why(f, op), o.instead
}

// textOperators compare text with a pattern or literally.
func textOperators() operators {
	return operators{
		[]operator{opGlob, opRegexp, opEqual, opNotEqual},
		opGlob,
		func(f field, op operator) string {
			return fmt.Sprintf("%#q is text and can't be compared with %#q", f.name, op)
		},
	}
}

// globOperator names images.
func globOperator() operators {
	return operators{
		[]operator{opGlob},
		opGlob,
		func(f field, _ operator) string {
			return fmt.Sprintf("%#q takes %#q and a value, as in %#q", f.name, opGlob, f.example)
		},
	}
}

// orderOperators compare quantities.
func orderOperators() operators {
	return operators{
		[]operator{opEqual, opNotEqual, opLess, opLessEqual, opGreater, opGreaterEqual},
		opEqual,
		func(f field, _ operator) string {
			return fmt.Sprintf("%#q is compared with <, <=, >, >=, = or !=, as in %#q", f.name, f.example)
		},
	}
}

// offerNothing is for values that completion can't guess.
func offerNothing(*completer, field, token) {}
