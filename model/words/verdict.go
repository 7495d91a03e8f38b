package words

import "jettison/model"

// Verdict returns how what a step deletes could be had again, in a few words; empty when it
// deletes no image and no platform.
func Verdict(v model.Verdict) string {
	switch v {
	case model.VerdictBackedUp:
		return "backed up"
	case model.VerdictPull:
		return "can be pulled again"
	case model.VerdictAskRegistry:
		return "in a registry if it was pushed"
	case model.VerdictRebuild:
		return "can be built again"
	case model.VerdictOnlyCopy:
		return "only copy"
	case model.VerdictNone:
	}
	return ""
}

// VerdictOn returns how an image of an inventory could be had again, as a sentence.
func VerdictOn(inv *model.Inventory, image *model.Image) string {
	has, hasNot := inv.InRegistry(image)
	switch inv.Verdict(image) {
	case model.VerdictBackedUp:
		return "is in the backup " + inv.Backup(image.Target())
	case model.VerdictPull:
		if has {
			return "can be pulled again by digest: the registry was asked and has it"
		}
		return "can be pulled again by digest, as long as the registry keeps it"
	case model.VerdictAskRegistry:
		return "can be pulled again if it was ever pushed, which this store does not tell"
	case model.VerdictRebuild:
		if hasNot {
			return "the registry was asked and has it no more; can be built again from " + Source(image.Source())
		}
		return "no registry digest; can be built again from " + Source(image.Source())
	case model.VerdictOnlyCopy, model.VerdictNone:
	}
	if hasNot {
		return "the only copy: the registry was asked and has it no more"
	}
	return "the only copy: no registry digest to pull it by"
}

// PlatformVerdict returns how the platform that a step removes could be had again, as a sentence.
func PlatformVerdict(s *model.Step) string {
	switch s.Verdict {
	case model.VerdictBackedUp:
		return "is in the backup " + s.Backup
	case model.VerdictPull:
		return "can be pulled again by digest, as long as the registry keeps it"
	case model.VerdictAskRegistry:
		return "can be pulled again if the image was ever pushed with it, which this store does not tell"
	case model.VerdictRebuild:
		return "no registry digest; can be built again from " + Source(s.Image().Source())
	case model.VerdictOnlyCopy, model.VerdictNone:
	}
	return "the only copy: no registry digest to pull it by"
}

// Source returns what an image was built from, such as
// "https://example.com/api at 3f2a91c".
func Source(s model.Source) string {
	if revision := s.ShortRevision(); revision != "" {
		return s.URL + " at " + revision
	}
	return s.URL
}
