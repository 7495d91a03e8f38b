package query

import (
	"strings"

	"jettison/model"
)

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
