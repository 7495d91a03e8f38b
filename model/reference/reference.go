package reference

import (
	"strings"

	"github.com/distribution/reference"
)

// Split splits a familiar reference into repository and tag, or repository
// and digest. A host's port is not a tag: "localhost:5000/app:1" is
// "localhost:5000/app" and "1". What is no reference at all has no tag.
func Split(ref string) (repo, tag string) {
	if repo, tag, ok := splitPlain(ref); ok {
		return repo, tag
	}
	named, err := reference.ParseNormalizedNamed(ref)
	if err != nil {
		return ref, ""
	}
	repo = reference.FamiliarName(named)
	switch r := named.(type) {
	case reference.Tagged:
		return repo, r.Tag()
	case reference.Digested:
		return repo, r.Digest().String()
	}
	return repo, ""
}

// Familiar returns a reference as docker shows it: without docker.io and
// library. What is no reference comes back as it is.
func Familiar(ref string) string {
	named, err := reference.ParseNormalizedNamed(ref)
	if err != nil {
		return ref
	}
	return reference.FamiliarString(named)
}

// Registry is the host of a reference's registry, "docker.io" when it names
// none.
func Registry(ref string) string {
	named, err := reference.ParseNormalizedNamed(ref)
	if err != nil {
		if host, _, ok := strings.Cut(ref, "/"); ok {
			return host
		}
		return ""
	}
	return reference.Domain(named)
}
