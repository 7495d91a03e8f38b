package ui_test

import (
	"testing"

	"jettison/dockerx/sim"
	"jettison/keymap"
	"jettison/model/modeltest"
)

// A volume is seen, marked beside an image, removed once it is backed up, and brought back.
func TestAVolumeGoesAndComesBack(t *testing.T) {
	t.Parallel()
	e := engine(t)
	options, _ := keep(t, e)
	p := newJourney(t, options, 140, 34)
	p.settles()
	p.Do(keymap.Filter, "unused size>3GB", keymap.Confirm, keymap.MarkAll, keymap.Pane(5), keymap.Filter, "e2e_videos", keymap.Confirm)
	p.Sees("e2e_videos no container mounts it")
	p.Do(keymap.Mark)
	p.Sees("and 1 volume marked")
	p.Do(keymap.ClearMarks, keymap.Mark, keymap.Plan)
	p.Sees("Plan · removes 1 volume · frees 1.5 GB", "backs up first, at most 1.5 GB: 1 volume", "removed only once the backup is verified")
	p.Do(keymap.WithoutBackup)
	p.Sees("again to remove 1 volume WITHOUT A BACKUP: nothing brings them back")
	p.Do(keymap.WithoutBackup)
	p.Sees("1 volume WITHOUT A BACKUP: nothing brings back e2e_videos")
	p.Do(keymap.WithoutBackup)
	p.Sees("backs up first, at most 1.5 GB: 1 volume")
	p.Do(keymap.Confirm)
	p.Sees("The removal ended")
	p.Do(keymap.Recovery)
	p.Sees("1 volume: 1 from a backup can come back")
	p.Do(keymap.Confirm)
	p.Sees("volume e2e_videos")
	p.Do(keymap.Confirm)
	p.Sees("1 step taken back")
	p.Do(keymap.Recovery)
	p.Sees("e2e_videos no container mounts it")
}

// What holds a volume is said before anything is tried, and at which key.
func TestAVolumeInUseIsBlocked(t *testing.T) {
	t.Parallel()
	p := newJourney(t, open(t, engine(t)), 80, 24)
	p.settles()
	p.Do(keymap.Pane(5), keymap.Filter, "acme_pgdata", keymap.Confirm, keymap.Plan)
	p.Sees("1 blocked", "used by the running container")
	p.Do(keymap.Confirm)
	p.Sees("Nothing to do: every step is blocked or skipped.")
	p.Do(keymap.Back, keymap.Back, keymap.Filter, "mysql_scratch", keymap.Confirm, keymap.Plan)
	p.Sees("used by the stopped container mysql-scratch")
	p.Do(keymap.RemoveStopped)
	p.Sees("removes 1 container", "removes 1 volume")
}

// Of empty volumes no bound is told: their backup still has names and options.
func TestABackupOfEmptyVolumesHasNoBound(t *testing.T) {
	t.Parallel()
	w := modeltest.New(5, now)
	w.Build(modeltest.Recipe{Tags: []string{"app:1"}, Add: []modeltest.Instruction{modeltest.Run("RUN app", 1e6)}})
	w.Volumes = append(w.Volumes, &modeltest.Volume{Name: "void", Created: now})
	e := sim.New(w, sim.Options{Clock: clock})
	t.Cleanup(e.Close)
	p := newJourney(t, open(t, e), 80, 24)
	p.settles()
	p.Do(keymap.Pane(5), keymap.Plan)
	p.Sees("Plan · removes 1 volume", "backs up first: 1 volume")
}
