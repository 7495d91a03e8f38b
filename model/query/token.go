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
