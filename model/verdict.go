package model

import "strings"

// Verdict is how an image could be had again once it is deleted.
type Verdict uint8

// The verdicts.
const (
	// VerdictOnlyCopy: no registry is known to have it, and nothing tells what it
	// was built from.
	VerdictOnlyCopy Verdict = iota
	// VerdictRebuild: its labels tell what it was built from; what is built now may
	// be another image.
	VerdictRebuild
	// VerdictAskRegistry: the store gives every named image a digest, also one that
	// was never pushed, so that only the registry could tell.
	VerdictAskRegistry
	// VerdictPull: it came from a registry or went there, and can be pulled by its
	// digest as long as that keeps it.
	VerdictPull
	// VerdictBackedUp: a backup on this machine has it.
	VerdictBackedUp
)

// Backups name, for images by their IDs, the newest backup that has them.
type Backups map[ImageID]string

// WithBackups is the inventory with other backups in place of those before.
func (inv *Inventory) WithBackups(backups Backups) *Inventory {
	next := *inv
	next.backups = backups
	return &next
}

// Backup names the backup that has an image; empty when none is known.
func (inv *Inventory) Backup(id ImageID) string { return inv.backups[id] }

// Verdict is how an image of the engine could be had again.
func (inv *Inventory) Verdict(image *Image) Verdict {
	switch {
	case inv.Backup(image.ID) != "":
		return VerdictBackedUp
	case len(image.Digests) > 0 && inv.Engine.Store == StoreGraph:
		return VerdictPull
	case len(image.Digests) > 0:
		return VerdictAskRegistry
	case image.Source().URL != "":
		return VerdictRebuild
	}
	return VerdictOnlyCopy
}

// Source is what an image was built from, as its labels say it; anybody can write
// labels.
type Source struct {
	URL      string // of the source code
	Revision string // of that; may be empty
}

// Source reads the labels that the annotations of the OCI image-spec define
// (annotations.md), or those of label-schema.org before them.
func (i *Image) Source() Source {
	first := func(names ...string) string {
		for _, name := range names {
			if value := strings.TrimSpace(Clean(i.Labels[name])); value != "" {
				return value
			}
		}
		return ""
	}
	return Source{
		URL:      first("org.opencontainers.image.source", "org.label-schema.vcs-url"),
		Revision: first("org.opencontainers.image.revision", "org.label-schema.vcs-ref"),
	}
}

// Words are the source in a few words, such as "https://example.com/api at 3f2a91c".
func (s Source) Words() string {
	const shortRevision = 12
	revision := s.Revision
	if len(revision) > shortRevision && isHex(revision) {
		revision = revision[:shortRevision]
	}
	if revision == "" {
		return s.URL
	}
	return s.URL + " at " + revision
}

func isHex(s string) bool {
	return strings.Trim(s, "0123456789abcdef") == ""
}

// Word is the verdict in a word or two.
func (v Verdict) Word() string {
	switch v {
	case VerdictBackedUp:
		return "backed up"
	case VerdictPull:
		return "can be pulled again"
	case VerdictAskRegistry:
		return "in a registry if it was pushed"
	case VerdictRebuild:
		return "can be built again"
	case VerdictOnlyCopy:
	}
	return "only copy"
}

// VerdictWords is how an image could be had again, as a sentence without a full
// stop.
func (inv *Inventory) VerdictWords(image *Image) string {
	switch verdict := inv.Verdict(image); verdict {
	case VerdictBackedUp:
		return "is in the backup " + inv.Backup(image.ID)
	case VerdictPull:
		return "can be pulled again by digest, as long as the registry keeps it"
	case VerdictAskRegistry:
		return "can be pulled again if it was ever pushed, which this store does not tell"
	case VerdictRebuild:
		return "no registry digest; can be built again from " + image.Source().Words()
	case VerdictOnlyCopy:
	}
	return "the only copy: no registry digest to pull it by"
}

// OnlyCopiesWords say how many of the images that go nobody is known to have
// elsewhere; empty when there are none.
func (p *Plan) OnlyCopiesWords() string {
	switch p.OnlyCopies {
	case 0:
		return ""
	case 1:
		return "1 image is the only copy: no registry is known to have it"
	}
	return Plural(p.OnlyCopies, "image") + " are only copies: no registry is known to have them"
}
