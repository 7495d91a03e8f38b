package query

import "fmt"

// valueType is the type of a field's values: the operators they take, how to read
// one, how to match things by it, and how to complete it.
type valueType[T any] interface {
	valueSyntax
	// compile returns the predicate of a comparison. Its operator is never
	// opNotEqual, for which the compiler negates opEqual.
	compile(c *compiler, n comparison) compiled[T]
	// complete offers values for the term under the cursor.
	complete(c *completer, tok token)
}

// valueSyntax is what values look like. Fields of the same name have the same one,
// whatever kind of thing they belong to.
type valueSyntax interface {
	// takes reports whether fields of the type take an operator.
	takes(op operator) bool
	// refuse explains why a field does not take an operator, and names one that
	// it takes.
	refuse(f *field, op operator) (why string, instead operator)
	// parse reads the value after an operator that the type takes.
	parse(op operator, s string) (value, *problem)
}

// checked turns what reads a value of one type into what a type's parse returns.
func checked[V value](v V, p *problem) (value, *problem) {
	if p != nil {
		return nil, p
	}
	return v, nil
}

// valueOf returns the value of a comparison in the type that its field parses. It
// panics if the field parses another one.
func valueOf[V value](n comparison) V {
	v, ok := n.value.(V)
	if !ok {
		panic(fmt.Sprintf("query: %s is compared with a %T", n.field, n.value))
	}
	return v
}

// isPattern reports whether the operator compares text: with a glob, a regular
// expression or a literal.
func isPattern(op operator) bool {
	return op == opGlob || op == opRegexp || op == opEqual || op == opNotEqual
}

// refuseOrder explains that text has no order.
func refuseOrder(f *field, op operator) (why string, instead operator) {
	return fmt.Sprintf("%#q is text and can't be compared with %#q", f.name, op), opGlob
}

// refuseComparison explains that the field takes the name of an image.
func refuseComparison(f *field) (why string, instead operator) {
	return fmt.Sprintf("%#q takes %#q and a value, as in %#q", f.name, opGlob, f.example), opGlob
}

// refusePattern explains that quantities match no patterns.
func refusePattern(f *field) (why string, instead operator) {
	return fmt.Sprintf("%#q is compared with <, <=, >, >=, = or !=, as in %#q", f.name, f.example), opEqual
}
