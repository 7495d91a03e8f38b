package words_test

import (
	"testing"

	"jettison/model"
	"jettison/model/words"
)

func TestWarning(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		warning model.Warning
		want    string
	}{
		{model.Warning{Kind: model.WarnUnlocked, Text: "read-only file system"}, "Other clean-ups are not kept off the engine: read-only file system"},
		{model.Warning{Kind: model.WarnJournalIncomplete, Text: "disk full"}, "The journal does not record all of this: disk full"},
		{model.Warning{Kind: model.WarnJournalUnread, Count: 2, Place: "journal:7", Text: "not JSON"}, "2 lines of the journal can't be read: journal:7: not JSON"},
		{model.Warning{Kind: model.WarnJournalCut, Place: "journal", Text: "its older 9 bytes are not read"}, "A part of the journal is not read: journal: its older 9 bytes are not read"},
		{
			model.Warning{Kind: model.WarnUsedSince, Uses: []model.Use{
				{Image: &model.Image{Tags: []string{"app:1"}}, User: "web", Kind: model.BlockerStopped},
				{Image: &model.Image{Tags: []string{"data:1"}}, User: "job", Kind: model.BlockerMount},
				{Image: &model.Image{Tags: []string{"shop:1"}}, User: "shop", Kind: model.BlockerService},
			}},
			"Images that were removed are still needed: the container web was created from app:1; the container job mounts data:1; the service shop names shop:1. " +
				"The plan did not know, since that came after it was made. Restore the images, or have other images used.",
		},
		{model.Warning{Kind: model.WarnBackupsUnread, Text: "permission denied"}, "The backups can't be read: permission denied"},
		{model.Warning{Kind: model.WarnSomeBackupsUnread, Count: 1, Text: "b.json: not JSON"}, "1 backup can't be read: b.json: not JSON"},
	} {
		if got := words.Warning(&test.warning); got != test.want {
			t.Errorf("got %q, want %q", got, test.want)
		}
	}
}
