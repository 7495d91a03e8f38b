package query

import (
	"regexp"
	"slices"
	"strings"

	"jettison/model"
)

// minIDPrefix is how many digits of an ID a word must have: "db" and "cafe"
// are rather meant as names, and every 256th image has an ID that begins with
// "db". The field id takes prefixes of any length.
const minIDPrefix = 4

// judgeWord matches rows whose reference contains a text, whatever the case,
// or whose image's ID begins with it.
func judgeWord(text string) predicate {
	if text == noneWord {
		return func(row *model.Row) truth {
			return truthOf(row.Repo == model.None || row.Tag == model.None)
		}
	}
	search := newFold(text)
	hex := strings.TrimPrefix(search.lower, "sha256:")
	byID := len(hex) >= minIDPrefix && isHex(hex)
	return func(row *model.Row) truth {
		if byID && strings.HasPrefix(hexID(row.Image.ID), hex) {
			return yes
		}
		if row.Ref != "" {
			return truthOf(search.in(row.Ref))
		}
		return truthOf(row.Repo != model.None && search.in(row.Repo))
	}
}

func hexID(id model.ImageID) string { return strings.TrimPrefix(string(id), "sha256:") }

func isHex(s string) bool {
	for i := range len(s) {
		if c := s[i]; (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}

// textTest judges one text.
type textTest func(string) bool

func newTextTest(op operator, wanted string) (test textTest, cost int) {
	if op == opRegexp {
		if test, ok := newLiteralTest(wanted); ok {
			return test, costSearch
		}
		return regexp.MustCompile(wanted).MatchString, costRegexp
	}
	if g, p := compileGlob(wanted); op == opGlob && p == nil {
		return g.match, costText
	}
	return func(s string) bool { return s == wanted }, costText
}

// judgeText compares one of the texts of a row.
func judgeText(field string, op operator, wanted string) compiled {
	switch field {
	case "id":
		return judgeID(op, wanted)
	case "ref":
		return judgeRef(op, wanted)
	case "digest":
		return judgeDigest(op, wanted)
	}
	read, newTest := func(row *model.Row) string { return row.Tag }, newTextTest
	switch field {
	case "repo":
		read, newTest = func(row *model.Row) string { return row.Repo }, newNameTest
	case "registry":
		read = registryOf
	}
	if wanted == model.None {
		return compiled{func(row *model.Row) truth { return truthOf(read(row) == model.None) }, costText}
	}
	test, cost := newTest(op, wanted)
	return compiled{func(row *model.Row) truth {
		s := read(row)
		return truthOf(s != model.None && test(s))
	}, cost}
}

// newNameTest judges repositories and references, which leave out what is Docker
// Hub's. A pattern that spells it out is about the whole names.
func newNameTest(op operator, wanted string) (textTest, int) {
	test, cost := newTextTest(op, wanted)
	if op == opRegexp || !strings.HasPrefix(wanted, hub) {
		return test, cost
	}
	return func(name string) bool {
		if hostOf(name) != strings.TrimSuffix(hub, "/") {
			return test(name)
		}
		return test(hub+name) || !strings.Contains(name, "/") && test(hub+"library/"+name)
	}, cost
}

// hub is what familiar names of Docker Hub leave out, but for "library/".
const hub = "docker.io/"

// registryOf is the host of a row's registry: the first part of the repository
// when it is "localhost" or has a dot, a port or a capital (the rule of
// github.com/distribution/reference), else docker.io.
func registryOf(row *model.Row) string {
	if row.Repo == model.None {
		return model.None
	}
	return hostOf(row.Repo)
}

func hostOf(name string) string {
	host, _, ok := strings.Cut(name, "/")
	if ok && (host == "localhost" || strings.ContainsAny(host, ".:") || hasUpper(host)) {
		return host
	}
	return "docker.io"
}

// judgeID compares the hexadecimal ID; a glob matches its beginning.
func judgeID(op operator, wanted string) compiled {
	if op != opRegexp {
		wanted = strings.ToLower(strings.TrimPrefix(wanted, "sha256:"))
	}
	if op == opGlob {
		if !globHas(wanted) {
			return compiled{func(row *model.Row) truth {
				return truthOf(strings.HasPrefix(hexID(row.Image.ID), wanted))
			}, costText}
		}
		wanted += "*"
	}
	test, cost := newTextTest(op, wanted)
	return compiled{func(row *model.Row) truth { return truthOf(test(hexID(row.Image.ID))) }, cost}
}

// judgeRef compares the reference; of an untagged image, its digests.
func judgeRef(op operator, wanted string) compiled {
	test, cost := newNameTest(op, wanted)
	return compiled{func(row *model.Row) truth {
		if row.Ref != "" {
			return truthOf(test(row.Ref))
		}
		digests := row.Image.Digests
		return truthOf(slices.ContainsFunc(digests, test) || wanted == noneWord && len(digests) == 0)
	}, cost}
}

// judgeDigest compares the digests of the image, with the repository that they are
// of and without.
func judgeDigest(op operator, wanted string) compiled {
	test, cost := newNameTest(op, wanted)
	return compiled{func(row *model.Row) truth {
		return truthOf(slices.ContainsFunc(row.Image.Digests, func(ref string) bool {
			_, digest, _ := strings.Cut(ref, "@")
			return test(digest) || test(ref)
		}))
	}, cost}
}

// judgeLabel compares the labels: a glob without "=" their keys, and one with
// it key and value apart; other operators "key=value", and "=" without a second
// one the key.
func judgeLabel(op operator, wanted string) compiled {
	key, wantedValue, hasValue := strings.Cut(wanted, "=")
	valueTest := func(string) bool { return true }
	if hasValue && op != opRegexp {
		valueTest, _ = newTextTest(op, wantedValue)
	}
	if op == opEqual || op == opGlob && !globHas(key) {
		return compiled{func(row *model.Row) truth {
			value, ok := row.Image.Labels[key]
			return truthOf(ok && valueTest(value))
		}, costLookup}
	}
	keyTest, _ := newTextTest(op, key)
	if op == opRegexp {
		keyTest, _ = newTextTest(op, wanted)
	}
	return compiled{func(row *model.Row) truth {
		for key, value := range row.Image.Labels {
			if op == opRegexp {
				key += "=" + value
			}
			if keyTest(key) && valueTest(value) {
				return yes
			}
		}
		return no
	}, costRegexp}
}
