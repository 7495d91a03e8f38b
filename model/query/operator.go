package query

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

// operatorAt returns the operator that s begins with.
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

// compares reports whether the operator compares values. Only such operators may
// have spaces around them.
func (o operator) compares() bool { return o >= opEqual }
