// Package wire converts what engines write in the Engine API to the types and the
// spelling of the model.
package wire

import (
	"net/url"
	"slices"
	"strings"
	"time"

	"jettison/model"
)

// ImageID completes the IDs that Podman writes without the algorithm.
func ImageID(id string) model.ImageID {
	id = model.Clean(id)
	if id == "" || strings.Contains(id, ":") {
		return model.ImageID(id)
	}
	return model.ImageID("sha256:" + id)
}

// IsImageID tells an image ID from the reference that some events carry in its
// place.
func IsImageID(id string) bool {
	hex := strings.TrimPrefix(id, "sha256:")
	if len(hex) != 64 {
		return false
	}
	return strings.Trim(hex, "0123456789abcdef") == ""
}

// Refs sorts an engine's references into tags and digests. Engines write
// "<none>:<none>" for no tag, and the containerd store of Docker 29 puts
// digests among the tags.
func Refs(repoTags, repoDigests []string) (tags, digests []string) {
	for _, list := range [2][]string{repoTags, repoDigests} {
		for _, ref := range list {
			switch {
			case ref == "" || strings.Contains(ref, model.None):
			case strings.Contains(ref, "@"):
				digests = append(digests, Ref(ref))
			default:
				tags = append(tags, Ref(ref))
			}
		}
	}
	return sortedSet(tags), sortedSet(digests)
}

// Ref is model.FamiliarRef for what an engine lists. Only references that
// spell docker.io out can be shorter, and parsing thousands takes a while.
func Ref(ref string) string {
	ref = model.Clean(ref)
	if strings.HasPrefix(ref, "docker.io/") || strings.HasPrefix(ref, "index.docker.io/") {
		return model.FamiliarRef(ref)
	}
	return ref
}

func sortedSet(refs []string) []string {
	if len(refs) < 2 {
		return refs
	}
	slices.Sort(refs)
	return slices.Compact(refs)
}

// UnixTime is the time of a Unix time stamp in seconds, zero for none.
func UnixTime(seconds int64) time.Time {
	if seconds <= 0 {
		return time.Time{}
	}
	return time.Unix(seconds, 0)
}

// Time parses a time that an engine wrote; zero for none, for nonsense,
// and for the year 1 that engines write for "never".
func Time(text string) time.Time {
	t, err := time.Parse(time.RFC3339Nano, text)
	if err != nil || t.Year() < 1970 {
		return time.Time{}
	}
	return t.Local()
}

// CountOrUnknown is n, or model.Unknown for what an engine marks with -1.
func CountOrUnknown(n int64) int64 {
	if n < 0 {
		return model.Unknown
	}
	return n
}

// ImagePath is the path of a request about one image, named by its ID or a
// reference. Engines expect the slashes of a reference as they are.
func ImagePath(name, request string) string {
	return "/images/" + strings.ReplaceAll(url.PathEscape(name), "%2F", "/") + "/" + request
}
