package model_test

import (
	"testing"

	"jettison/model"
)

// platform is a platform of an index, which is there or not.
func platform(digest, name string, available bool) model.Manifest {
	return model.Manifest{Digest: digest, Kind: model.ManifestPlatform, Platform: name, Available: available}
}

// An image is backed up if a backup has all platforms that are there, whatever its ID says.
func TestABackupHasThePlatforms(t *testing.T) {
	t.Parallel()
	const amd, arm = "sha256:a", "sha256:b"
	index := model.ImageID("sha256:index")
	backups := model.Backups{index.Target(): {{Name: "newest"}, {Name: "both", Manifests: []string{amd, arm}}, {Name: "old", Manifests: []string{amd}}}}
	for _, tt := range []struct {
		amd, arm bool
		backups  model.Backups
		want     string
	}{
		{true, true, backups, "both"},
		{true, false, backups, "both"},
		{true, false, model.Backups{index.Target(): backups[index.Target()][2:]}, "old"},
		{false, true, model.Backups{index.Target(): backups[index.Target()][2:]}, ""},
		{true, true, nil, ""},
	} {
		image := &model.Image{ID: index, Tags: []string{"app:1"}, Manifests: []model.Manifest{platform(amd, "linux/amd64", tt.amd), platform(arm, "linux/arm64", tt.arm)}}
		inv := model.NewInventory(model.Engine{Store: model.StoreContainerd}, now, []*model.Image{image}, nil, nil).WithBackups(tt.backups)
		if got := inv.Backup(index.Target()); got != tt.want {
			t.Errorf("%+v: the backup is %q", tt, got)
		}
		if backedUp := inv.Verdict(image) == model.VerdictBackedUp; backedUp != (tt.want != "") {
			t.Errorf("%+v: backed up is %t", tt, backedUp)
		}
	}
	single := &model.Image{ID: index, Manifests: []model.Manifest{platform(string(index), "linux/amd64", true)}}
	inv := model.NewInventory(model.Engine{}, now, []*model.Image{single}, nil, nil).WithBackups(backups)
	if got := inv.Backup(index.Target()); got != "newest" {
		t.Errorf("an image of one manifest is in %q", got)
	}
}

// What was removed comes back from the backup that has its platforms, also beside an image of
// the same ID that lacks some.
func TestRestoreOfPlatforms(t *testing.T) {
	t.Parallel()
	const amd, arm = "sha256:a", "sha256:b"
	index := model.ImageID("sha256:index")
	removed := model.Removed{
		Op: model.Op{Action: model.ActionRemove, Target: index.Target()}, Refs: []string{"app:1"}, Backup: "own",
		Manifests: []model.Manifest{platform(arm, "linux/arm64", true)},
	}
	own := model.BackupCopy{Name: "own", Manifests: []string{arm}}
	newer := model.BackupCopy{Name: "newer", Manifests: []string{amd}}
	whole := model.BackupCopy{Name: "whole", Manifests: []string{amd, arm}}
	lost := model.BackupCopy{Name: "own", Manifests: []string{amd}}
	for name, tt := range map[string]struct {
		there   []model.Manifest // of the image by now; nil if it is gone
		digests []string
		copies  []model.BackupCopy
		way     model.RestoreWay
		backup  string
	}{
		"from its own backup":      {nil, nil, []model.BackupCopy{newer, own}, model.RestoreLoad, "own"},
		"from a whole one":         {nil, nil, []model.BackupCopy{newer, whole, lost}, model.RestoreLoad, "whole"},
		"a part is better":         {nil, nil, []model.BackupCopy{newer, lost}, model.RestoreLoad, "own"},
		"the other platform there": {[]model.Manifest{platform(amd, "linux/amd64", true), platform(arm, "linux/arm64", false)}, nil, []model.BackupCopy{own}, model.RestoreLoad, "own"},
		"pulled":                   {[]model.Manifest{platform(amd, "linux/amd64", true), platform(arm, "linux/arm64", false)}, []string{"app@sha256:index"}, nil, model.RestorePull, ""},
		"all of it there":          {[]model.Manifest{platform(amd, "linux/amd64", false), platform(arm, "linux/arm64", true)}, nil, []model.BackupCopy{own}, model.RestoreTag, ""},
	} {
		r, images := removed, []*model.Image{}
		r.Digests = tt.digests
		if tt.there != nil {
			images = append(images, &model.Image{ID: index, Manifests: tt.there})
		}
		inv := model.NewInventory(model.Engine{Store: model.StoreContainerd}, now, images, nil, nil)
		step := model.PlanRestore(inv, []model.Removed{r}, model.Backups{index.Target(): tt.copies}).Steps[0]
		if step.Way != tt.way || step.Backup != tt.backup {
			t.Errorf("%s: way %d from %q", name, step.Way, step.Backup)
		}
	}
}
