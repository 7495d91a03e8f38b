package query

// tokenKind is the kind of a token.
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

// token is a token of a query. Offsets are bytes into the query's text.
type token struct {
	kind       tokenKind
	start, end int
	text       string // the word without quotes, or the field of a tokenTerm
	op         operator
	opStart    int
	value      string // without quotes
	valueStart int
	// quoted reports whether the value had quotes or escapes. Offsets into it
	// are then no offsets into the query.
	quoted bool
}
