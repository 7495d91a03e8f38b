package reference

import "strings"

// shortDigest is the number of digits of a digest in a short reference, as docker
// shows of IDs.
const shortDigest = 12

// IsDigest reports whether a reference names an image by its digest.
func IsDigest(ref string) bool { return strings.Contains(ref, "@") }

// Short is a reference for people to read: "repo@1a2b3c4d5e6f" of "repo@sha256:…", and
// any other as it is.
func Short(ref string) string {
	name, digest, ok := strings.Cut(ref, "@")
	if !ok {
		return ref
	}
	_, hex, _ := strings.Cut(digest, ":")
	return name + "@" + hex[:min(len(hex), shortDigest)]
}
