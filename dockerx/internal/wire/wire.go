// Package wire converts what engines write in the Engine API to the types and the
// spelling of the model.
package wire

import (
	"net/url"
	"slices"
	"strings"
	"time"

	"jettison/model"
	"jettison/model/reference"
)

// ImageID cleans an image ID and adds the algorithm, which Podman leaves out.
func ImageID(id string) model.ImageID {
	id = model.Clean(id)
	if id == "" || strings.Contains(id, ":") {
		return model.ImageID(id)
	}
	return model.ImageID("sha256:" + id)
}

// IsID reports whether a text can be the ID of an image or a container: engines use digests
// and hexadecimal numbers. An ID goes into the paths of requests.
func IsID(id string) bool {
	return id != "" && strings.IndexFunc(id, func(r rune) bool {
		return r != ':' && (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z')
	}) < 0
}

// IsImageID tells an image ID from a reference, which some events carry in its place.
func IsImageID(id string) bool {
	hex := strings.TrimPrefix(id, "sha256:")
	if len(hex) != 64 {
		return false
	}
	return strings.Trim(hex, "0123456789abcdef") == ""
}

// Refs separates an engine's references into tags and digests, both sorted. Engines write
// "<none>:<none>" for no tag, and the containerd store of Docker 29 puts digests among the
// tags.
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

// Ref is reference.Familiar for the references that an engine lists. It parses only those
// that spell out docker.io: no others get shorter, and parsing thousands takes a while.
func Ref(ref string) string {
	ref = model.Clean(ref)
	if strings.HasPrefix(ref, "docker.io/") || strings.HasPrefix(ref, "index.docker.io/") {
		return reference.Familiar(ref)
	}
	return ref
}

// DigestNames returns the digests among what Podman lists as tags, sorted and never nil:
// these are names of their own there. Docker's containerd store lists them so too, but
// removes them with the last tag of their repository.
func DigestNames(repoTags []string) []string {
	names := []string{}
	for _, ref := range repoTags {
		if strings.Contains(ref, "@") && !strings.Contains(ref, model.None) {
			names = append(names, Ref(ref))
		}
	}
	return sortedSet(names)
}

func sortedSet(refs []string) []string {
	if len(refs) < 2 {
		return refs
	}
	slices.Sort(refs)
	return slices.Compact(refs)
}

// UnixTime converts a Unix time in seconds; zero for none.
func UnixTime(seconds int64) time.Time {
	if seconds <= 0 {
		return time.Time{}
	}
	return time.Unix(seconds, 0)
}

// Time parses a time that an engine wrote. It is zero for none, for an invalid one, and
// for the year 1, which engines write for "never".
func Time(text string) time.Time {
	t, err := time.Parse(time.RFC3339Nano, text)
	if err != nil || t.Year() < 1970 {
		return time.Time{}
	}
	return t.Local()
}

// BuildTime parses the time at which an image was built. It is zero for one that is
// undated, see UnixBuildTime.
func BuildTime(text string) time.Time { return dated(Time(text)) }

// UnixBuildTime converts the time at which an image was built, in seconds since the epoch.
// It is zero for one before Docker's first release: builders that make the same image
// each time write such a constant. Jib, ko, apko and Bazel's rules write the epoch, Nix
// (dockerTools) a second later, Buildpacks (imgutil) 1980-01-01T00:00:01Z.
func UnixBuildTime(seconds int64) time.Time { return dated(UnixTime(seconds)) }

func dated(built time.Time) time.Time {
	firstRelease := time.Date(2013, time.March, 1, 0, 0, 0, 0, time.UTC)
	if built.Before(firstRelease) {
		return time.Time{}
	}
	return built
}

// CountOrUnknown returns n, or model.Unknown for the -1 that engines write for it.
func CountOrUnknown(n int64) int64 {
	if n < 0 {
		return model.Unknown
	}
	return n
}

// ImagePath returns the path of a request about one image, named by its ID or a
// reference. Engines expect the slashes of a reference as they are.
func ImagePath(name, request string) string {
	return "/images/" + strings.ReplaceAll(url.PathEscape(name), "%2F", "/") + "/" + request
}
