package query

// problem is what is wrong with a value; its offsets are bytes into the value.
type problem struct {
	text       string
	suggestion string // in place of the whole value
	at         span   // the whole value when empty
}

// alone is the problem with a value that stands by itself.
func (p *problem) alone(s string) *Error {
	at := p.at
	if at.end <= at.start || p.suggestion != "" {
		at = span{0, len(s)}
	}
	return newError(s, at, p.suggestion, "%s", p.text)
}
