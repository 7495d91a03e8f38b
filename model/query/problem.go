package query

// problem describes a value that can't be read.
type problem struct {
	text       string
	suggestion string // replaces the whole value
	at         span   // in bytes of the value; all of it if empty
}

// alone returns the error about a value that is not part of a query.
func (p *problem) alone(s string) *Error {
	at := p.at
	if at.end <= at.start || p.suggestion != "" {
		at = span{0, len(s)}
	}
	return newError(s, at, p.suggestion, "%s", p.text)
}
