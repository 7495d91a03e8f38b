package query

// tokenKind is what a token is.
type tokenKind uint8

const (
	tokenEnd    tokenKind = iota
	tokenOpen             // (
	tokenClose            // )
	tokenNot              // - or ! before a term
	tokenWord             // bare text, which may be a keyword or a state
	tokenQuoted           // text with quotes in it, never a keyword
	tokenTerm             // field, operator and value
)

// token is one token. Offsets are bytes into the query's text.
type token struct {
	kind       tokenKind
	start, end int
	text       string // the word without its quotes; of a tokenTerm, the field
	op         operator
	opStart    int
	value      string // without its quotes
	valueStart int
	// quoted reports whether value had quotes or escapes, so that offsets into
	// it are not offsets into the query.
	quoted bool
}

// operator stands between a field and its value.
type operator uint8

const (
	opNone         operator = iota
	opGlob                  // :
	opRegexp                // ~
	opEqual                 // =
	opNotEqual              // !=
	opLess                  // <
	opLessEqual             // <=
	opGreater               // >
	opGreaterEqual          // >=
)

func (o operator) String() string {
	switch o {
	case opGlob:
		return ":"
	case opRegexp:
		return "~"
	case opEqual:
		return "="
	case opNotEqual:
		return "!="
	case opLess:
		return "<"
	case opLessEqual:
		return "<="
	case opGreater:
		return ">"
	case opGreaterEqual:
		return ">="
	case opNone:
	}
	return ""
}

// operatorAt is the operator that s begins with.
func operatorAt(s string) operator {
	var second byte
	if len(s) > 1 {
		second = s[1]
	}
	switch {
	case s == "":
		return opNone
	case s[0] == ':':
		return opGlob
	case s[0] == '~':
		return opRegexp
	case s[0] == '=':
		return opEqual
	case s[0] == '!' && second == '=':
		return opNotEqual
	case s[0] == '<' && second == '=':
		return opLessEqual
	case s[0] == '<':
		return opLess
	case s[0] == '>' && second == '=':
		return opGreaterEqual
	case s[0] == '>':
		return opGreater
	}
	return opNone
}

// compares reports whether the operator compares values, so that spaces may
// surround it.
func (o operator) compares() bool { return o >= opEqual }
