package query

import (
	"strings"

	"jettison/model"
)

// kind is what values a field has, and so which operators it takes.
type kind uint8

const (
	kindText   kind = iota
	kindLabel       // key, or key=value
	kindImage       // a reference or an ID
	kindBytes       // a number of bytes
	kindCount       // a whole number
	kindAge         // a duration
	kindMoment      // a date, or a duration for its age
)

// takes reports whether fields of the kind know an operator.
func (k kind) takes(op operator) bool {
	switch k {
	case kindText, kindLabel:
		return op == opGlob || op == opRegexp || op == opEqual || op == opNotEqual
	case kindImage:
		return op == opGlob
	default:
		return op.compares()
	}
}

// parse reads a value of the kind.
func (k kind) parse(op operator, s string) (value, *problem) {
	switch k {
	case kindText, kindLabel, kindImage:
		return parseText(op, s)
	case kindBytes:
		return parseBytes(s)
	case kindCount:
		return parseCount(s)
	case kindAge:
		return parseAge(s)
	default:
		return parseMoment(s)
	}
}

// parseText reads a glob, a regular expression or a very text.
func parseText(op operator, s string) (value, *problem) {
	switch op {
	case opGlob:
		return parseGlobValue(s)
	case opRegexp:
		return parseRegexpValue(s)
	default:
		return text(s), nil
	}
}

// field is what terms compare.
type field struct {
	name    string
	kind    kind
	about   string // in a few words
	example string
	// fact must have been loaded for the field to be known; FactImages when
	// the image list is enough.
	fact model.Fact
}

func fields() []field {
	return []field{
		{"repo", kindText, "repository", "repo:acme/*", model.FactImages},
		{"tag", kindText, "tag", "tag:v1.*", model.FactImages},
		{"ref", kindText, "whole reference", "ref:nginx:1.25", model.FactImages},
		{"registry", kindText, "host of the registry", "registry:ghcr.io", model.FactImages},
		{"id", kindText, "beginning of the image ID", "id:ab12", model.FactImages},
		{"digest", kindText, "digest in a registry", "digest:sha256:ab12*", model.FactImages},
		{"label", kindLabel, "label, with or without value", "label:stage=dev", model.FactImages},
		{"size", kindBytes, "bytes of all layers", "size>1GB", model.FactImages},
		{"exclusive", kindBytes, "bytes that no other image has", "exclusive>=100MB", model.FactShared},
		{"shared", kindBytes, "bytes that other images have too", "shared<1MB", model.FactShared},
		{"layers", kindCount, "number of layers", "layers>20", model.FactLayers},
		{"age", kindAge, "time since it was built", "age>30d", model.FactImages},
		{"created", kindMoment, "when it was built", "created<2026-01-31", model.FactImages},
		{"tagged", kindMoment, "when it was tagged on this host", "tagged>2w", model.FactLayers},
		{"used", kindMoment, "when a container last used it", "used>90d", model.FactContainers},
		{"ancestor", kindImage, "built on this image", "ancestor:nginx:1.25", model.FactLayers},
		{"base-of", kindImage, "what this image was built on", "base-of:acme/api", model.FactLayers},
		{"rank", kindCount, "place in its repository, newest first", "rank>3", model.FactImages},
		{"vrank", kindCount, "place in its repository, highest version first", "vrank>3", model.FactImages},
	}
}

func fieldNamed(name string) (field, bool) {
	for _, f := range fields() {
		if f.name == name {
			return f, true
		}
	}
	return field{}, false
}

func fieldNames() []string {
	var names []string
	for _, f := range fields() {
		names = append(names, f.name)
	}
	return names
}

// stateInfo is a state that an image is in or not.
type stateInfo struct {
	name  string
	about string
	fact  model.Fact
}

func states() []stateInfo {
	return []stateInfo{
		{"dangling", "has no tag", model.FactImages},
		{"unused", "no container uses it", model.FactContainers},
		{"used", "a container uses it", model.FactContainers},
		{"running", "a running container uses it", model.FactContainers},
		{"stopped", "a stopped container uses it", model.FactContainers},
		{"pinned", "a pin protects it", model.FactImages},
		{"marked", "is marked", model.FactImages},
		{"pullable", "has a registry digest", model.FactImages},
		{"local", "has no registry digest, so it can't be pulled again", model.FactImages},
		{"leaf", "nothing is built on it", model.FactLayers},
	}
}

func stateNamed(name string) (stateInfo, bool) {
	for _, s := range states() {
		if s.name == name {
			return s, true
		}
	}
	return stateInfo{}, false
}

func isState(name string) bool {
	_, ok := stateNamed(name)
	return ok
}

// meantField is the field that goes by another name elsewhere.
func meantField(name string) string {
	switch name {
	case "name", "image", "reference":
		return "ref"
	case "repository":
		return "repo"
	case "version":
		return "tag"
	case "host", "domain":
		return "registry"
	case "sha":
		return "id"
	case "older", "until", "since":
		return "age"
	case "before", "date", "built":
		return "created"
	case "unique":
		return "exclusive"
	case "bytes", "larger", "bigger":
		return "size"
	case "descendant", "descendants", "parent", "from":
		return "ancestor"
	case "base", "baseof", "child":
		return "base-of"
	}
	return ""
}

// nearestField is the field that was probably meant, empty when none is near.
func nearestField(name string) string {
	if meant := meantField(name); meant != "" {
		return meant
	}
	return Nearest(name, fieldNames())
}

// Nearest is the candidate with the fewest typing errors, or the only one that
// begins with a text of two letters or more.
func Nearest(s string, candidates []string) string {
	best, least := "", 3
	if len(s) < 5 {
		least = 2
	}
	for _, candidate := range candidates {
		if longer := len(candidate) - len(s); longer >= least || -longer >= least {
			continue
		}
		if d := typos(s, candidate); d < least && d < len(candidate)-1 {
			best, least = candidate, d
		}
	}
	if best != "" || len(s) < 2 {
		return best
	}
	for _, candidate := range candidates {
		if strings.HasPrefix(candidate, s) {
			if best != "" {
				return ""
			}
			best = candidate
		}
	}
	return best
}

// typos is how many characters were left out, added, replaced or swapped with
// their neighbor (the optimal string alignment distance).
func typos(a, b string) int {
	rows := make([][]int, len(a)+1)
	for i := range rows {
		rows[i] = make([]int, len(b)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			replaced := rows[i-1][j-1]
			if a[i-1] != b[j-1] {
				replaced++
			}
			rows[i][j] = min(replaced, rows[i-1][j]+1, rows[i][j-1]+1)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				rows[i][j] = min(rows[i][j], rows[i-2][j-2]+1)
			}
		}
	}
	return rows[len(a)][len(b)]
}
