package reference

import "strings"

// The longest names and tags that splitPlain looks at: the grammar allows 255
// and 128 characters.
const (
	longestPlain    = 200
	longestPlainTag = 128
)

// splitPlain splits the references that nearly all are, "host:port/path/name:tag"
// of plain lower-case words, without the library's regular expressions; for all
// others it is not ok. What it takes, it splits as the library does (grammar:
// github.com/distribution/reference, reference.go).
func splitPlain(ref string) (repo, tag string, ok bool) {
	repo = ref
	if colon := strings.LastIndexByte(ref, ':'); colon > strings.LastIndexByte(ref, '/') {
		repo, tag = ref[:colon], ref[colon+1:]
		if !plainTag(tag) {
			return "", "", false
		}
	}
	first, rest, hosted := strings.Cut(repo, "/")
	switch {
	case len(repo) > longestPlain, !hosted && len(repo) == 64: // that may be an ID
		return "", "", false
	case !hosted:
		return repo, tag, plainWords(first, true)
	case first == "library", strings.HasSuffix(first, "docker.io"): // the short form leaves these out
		return "", "", false
	}
	host, port, ported := strings.Cut(first, ":")
	if ported && !digits(port) {
		return "", "", false
	}
	if !plainWords(host, !ported && !strings.Contains(host, ".")) {
		return "", "", false
	}
	for word := range strings.SplitSeq(rest, "/") {
		if !plainWords(word, true) {
			return "", "", false
		}
	}
	return repo, tag, true
}

// plainWords reports whether text is lower-case words joined by single dots,
// dashes and, if they are allowed, underscores.
func plainWords(text string, underscores bool) bool {
	joined := true // nothing that a joint could follow
	for i := range len(text) {
		switch c := text[i]; {
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9':
			joined = false
		case joined:
			return false
		case c == '.', c == '-', c == '_' && underscores:
			joined = true
		default:
			return false
		}
	}
	return !joined
}

func plainTag(tag string) bool {
	for i := range len(tag) {
		switch c := tag[i]; {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', c == '_':
		case i > 0 && (c == '.' || c == '-'):
		default:
			return false
		}
	}
	return tag != "" && len(tag) <= longestPlainTag
}

func digits(text string) bool {
	for i := range len(text) {
		if text[i] < '0' || text[i] > '9' {
			return false
		}
	}
	return text != ""
}
