package query

import (
	"strings"

	"jettison/model"
)

// newNameTest tests repositories and references, whose names leave out Docker
// Hub. A pattern that spells it out is about the full names.
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

// hub is the prefix that familiar names on Docker Hub omit, apart from "library/".
const hub = "docker.io/"

// newHostTest tests names of hosts, in which case does not count.
func newHostTest(op operator, wanted string) (textTest, int) {
	if op == opRegexp {
		return newTextTest(op, "(?i)"+wanted)
	}
	test, cost := newTextTest(op, strings.ToLower(wanted))
	return func(host string) bool { return test(strings.ToLower(host)) }, cost
}

// registryOf returns the host of a row's registry: the first part of the
// repository if it is "localhost" or has a dot, a port or a capital (the rule of
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
