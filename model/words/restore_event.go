package words

import (
	"fmt"
	"strings"

	"jettison/model"
)

// RestoreActivity returns what goes on in a step that is under way, in a few words.
func RestoreActivity(e *model.RestoreEvent) string {
	switch e.Doing {
	case model.RestoreLoading:
		return "loading"
	case model.RestorePulling:
		if e.Layers > 0 {
			return fmt.Sprintf("pulling, %d of %s done", e.LayersDone, Plural(e.Layers, "layer"))
		}
		return "pulling"
	case model.RestoreIdle:
	}
	return ""
}

// RestoreProgress returns what goes on in a step and how many of its bytes are done.
func RestoreProgress(e *model.RestoreEvent) string {
	if e.Total > 0 {
		return RestoreActivity(e) + ", " + Size(e.Done) + " of " + Size(e.Total)
	}
	return RestoreActivity(e)
}

// RestoreFailure returns why a step was not taken back, in sentences with full stops; empty
// for none.
func RestoreFailure(f *model.RestoreFailure) string {
	if f == nil {
		return ""
	}
	switch f.Kind {
	case model.RestoreCanceled:
		return "It was cancelled."
	case model.RestoreUnsupported:
		return "This version of jettison brings no such thing back."
	case model.RestoreBusy:
		return "Not tried: a clean-up of this engine is under way."
	case model.RestoreFailed:
	}
	text := problemSentences(f.Problem)
	if f.Pulled {
		text += " It could not be pulled either."
	}
	return text
}

// problemSentences returns a problem in whole sentences.
func problemSentences(p *model.Problem) string {
	explained := Problem(p)
	line := explained.Line()
	if first := min(1, len(line)); line != "" {
		line = strings.ToUpper(line[:first]) + strings.TrimSuffix(line[first:], ".") + "."
	}
	if explained.Advice != "" {
		line += " " + explained.Advice
	}
	return line
}

// Differences returns what is not as it was before a removal; empty for none.
func Differences(all []model.Difference) string {
	texts := make([]string, len(all))
	for i := range all {
		texts[i] = difference(&all[i])
	}
	return strings.Join(texts, "; ")
}

func difference(d *model.Difference) string {
	switch d.Kind {
	case model.NameMissing:
		return d.Name + " is missing"
	case model.NameTaken:
		return d.Name + " is another image by now (" + d.Image.Short() + "), and was left there"
	case model.DigestMissing:
		return "it is not known as " + d.Name + " any more"
	case model.PulledInstead:
		return "it was pulled, as its backup could not be loaded. " + strings.TrimSuffix(RestoreFailure(d.Failure), ".")
	case model.ManifestMissing:
		if d.Manifest.Kind == model.ManifestPlatform {
			return "platform " + ManifestName(&d.Manifest) + " is missing"
		}
		return "a manifest of it is missing: " + ManifestName(&d.Manifest)
	case model.DifferentImage:
	}
	return "it is another image now: " + d.Image.Short() + ", not " + d.Was.Short()
}
