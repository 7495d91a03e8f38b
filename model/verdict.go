package model

import (
	"slices"
	"strings"
)

// Verdict says whether and how a deleted image, or a platform of it, could be restored.
type Verdict uint8

// The verdicts.
const (
	// VerdictNone is that of a step that deletes neither.
	VerdictNone Verdict = iota
	// VerdictOnlyCopy: no registry is known to have it, and nothing tells what it
	// was built from.
	VerdictOnlyCopy
	// VerdictRebuild: its labels tell what it was built from. A new build may be a
	// different image.
	VerdictRebuild
	// VerdictAskRegistry: only the registry can tell, since the store gives every
	// named image a digest, even one that was never pushed. Identity of API 1.53 does not tell
	// either: it lists the repositories in the containerd.io/distribution.source labels of the
	// image's manifest (moby, daemon/containerd/image_identity.go), a blob that all images of
	// the same content have in common, whatever their names, and it outlives the registry.
	VerdictAskRegistry
	// VerdictPull: it was pulled or pushed, and can be pulled by its digest as long as
	// the registry keeps it.
	VerdictPull
	// VerdictBackedUp: a backup on this machine has it.
	VerdictBackedUp
)

// RegistryAnswers tell, by digest reference, whether the registry has the image.
// A missing reference was not asked for, or got no answer.
type RegistryAnswers map[string]bool

// WithRegistryAnswers returns the inventory with its registry answers replaced.
func (inv *Inventory) WithRegistryAnswers(answers RegistryAnswers) *Inventory {
	next := *inv
	next.answers = answers
	return &next
}

// InRegistry reports whether a registry answered that it has an image, and whether
// all that could have it answered that they have not.
func (inv *Inventory) InRegistry(image *Image) (has, hasNot bool) {
	hasNot = len(image.Digests) > 0
	for _, digest := range image.Digests {
		there, asked := inv.answers[digest]
		has = has || there
		hasNot = hasNot && asked && !there
	}
	return has, hasNot
}

// Verdict returns how an image of the engine could be restored.
func (inv *Inventory) Verdict(image *Image) Verdict {
	if inv.Backup(image.Target()) != "" {
		return VerdictBackedUp
	}
	return inv.verdictBeyond(image)
}

// platformVerdict returns how one platform of an image could be restored, and the backup that
// has it; empty for none. A registry that has an image by its digest has or had all of its
// platforms.
func (inv *Inventory) platformVerdict(image *Image, m *Manifest) (verdict Verdict, backup string) {
	if backup = inv.backups.Of(image.Target(), []Manifest{*m}); backup != "" {
		return VerdictBackedUp, backup
	}
	return inv.verdictBeyond(image), ""
}

// verdictBeyond is the verdict on an image that no backup has.
func (inv *Inventory) verdictBeyond(image *Image) Verdict {
	has, hasNot := inv.InRegistry(image)
	switch {
	case has, len(image.Digests) > 0 && !hasNot && inv.Engine.Store == StoreGraph:
		return VerdictPull
	case len(image.Digests) > 0 && !hasNot:
		return VerdictAskRegistry
	case image.Source().URL != "":
		return VerdictRebuild
	}
	return VerdictOnlyCopy
}

// Source is the origin of an image according to its labels, which are not
// verified.
type Source struct {
	URL      string // of the source code
	Revision string // of the source code; may be empty
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

// ShortRevision returns the revision, cut where it is the hash of a commit.
func (s Source) ShortRevision() string {
	const short = 12
	if len(s.Revision) > short && isHex(s.Revision) {
		return s.Revision[:short]
	}
	return s.Revision
}

func isHex(s string) bool {
	return strings.Trim(s, "0123456789abcdef") == ""
}

// WithVerdicts returns the plan with the verdicts of an inventory on what it
// removes.
func (p *Plan) WithVerdicts(inv *Inventory) *Plan {
	next := *p
	next.Steps, next.OnlyCopies, next.OnlyPlatforms = slices.Clone(p.Steps), 0, 0
	for i := range next.Steps {
		step := &next.Steps[i]
		if step.Action == ActionUntag {
			continue
		}
		image, ok := step.Thing.(*Image)
		switch {
		case step.RemovesPlatform():
			step.Verdict, step.Backup = inv.platformVerdict(image, step.Platform)
		case ok:
			step.Verdict, step.Backup = inv.Verdict(image), inv.Backup(image.Target())
		default:
			step.Backup = inv.Backup(step.Thing.Target())
			continue
		}
		if step.Ready && step.Verdict == VerdictOnlyCopy {
			next.OnlyCopies++
			if step.RemovesPlatform() {
				next.OnlyPlatforms++
			}
		}
	}
	return &next
}

// Askable returns the digest references by which to ask registries for the images
// that the plan deletes and that are not backed up.
func (p *Plan) Askable() []string {
	var refs []string
	for i := range p.Steps {
		if step := &p.Steps[i]; (step.Removes(KindImage) || step.RemovesPlatform()) && step.Verdict != VerdictBackedUp {
			refs = append(refs, step.Image().Digests...)
		}
	}
	slices.Sort(refs)
	return slices.Compact(refs)
}
