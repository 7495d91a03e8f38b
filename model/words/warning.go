package words

import (
	"strings"

	"jettison/model"
)

// Warning is what went wrong beside a clean-up, in one line.
func Warning(w *model.Warning) string {
	switch w.Kind {
	case model.WarnUnlocked:
		return "Other clean-ups are not kept off the engine: " + w.Text
	case model.WarnJournalIncomplete:
		return "The journal does not record all of this: " + w.Text
	case model.WarnJournalUnread:
		return Plural(w.Count, "line") + " of the journal can't be read: " + w.Place + ": " + w.Text
	case model.WarnJournalCut:
		return "A part of the journal is not read: " + w.Place + ": " + w.Text
	case model.WarnBackupsUnread:
		return "The backups can't be read: " + w.Text
	case model.WarnSomeBackupsUnread:
		return Plural(w.Count, "backup") + " can't be read: " + w.Text
	case model.WarnTookAlong:
		return "A step took what the plan does not list, since another client changed names: " + alongNames(w.Along) + ". Bringing it back."
	case model.WarnUsedSince:
		return usedSince(w.Uses)
	}
	return w.Text
}

// usedSince returns what needs images that went.
func usedSince(uses []model.Use) string {
	texts := make([]string, len(uses))
	for i, use := range uses {
		of := " was created from "
		switch use.Kind {
		case model.BlockerMount:
			of = " mounts "
		case model.BlockerService:
			of = " names "
		default:
		}
		what := "the container "
		if use.Kind == model.BlockerService {
			what = "the service "
		}
		texts[i] = what + use.User + of + use.Image.Called()
	}
	return "Images that were removed are still needed: " + strings.Join(texts, "; ") +
		". The plan did not know, since that came after it was made. Restore the images, or have other images used."
}
