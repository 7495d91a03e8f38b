package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"jettison/cleanup"
	"jettison/cli/output"
	"jettison/cli/process"
	"jettison/model"
	"jettison/model/words"
)

// execute shows the plan, asks for confirmation, executes the plan and reports.
func (r *removing) execute(ctx context.Context, e *engine, f *flags, removal *output.Removal) error {
	s, plan := e.call, removal.Plan.Plan
	steps := plan.ReadySteps()
	asks := steps > 0 && !r.yes
	if asks && e.service.Locks != nil {
		// Check the lock before asking. It isn't held during the question, which may stay open
		// for hours.
		if err := refused(e.service.Locks.Check(plan.Engine)); err != nil {
			return err
		}
	}
	if err := removal.Plan.WriteText(s.errs); err != nil {
		return err
	}
	r.noteBackup(s, f, plan)
	if asks {
		question := "Carry this out?"
		if only := words.OnlyCopies(plan); only != "" {
			question = sentence(only) + " " + question
		}
		if err := confirm(ctx, s, question, "Nothing was removed."); err != nil {
			return err
		}
		if unsaved := words.UnsavedVolumes(plan); unsaved != "" {
			if err := confirm(ctx, s, output.Alarm("It removes "+unsaved+". Really?", s.colors), "Nothing was removed."); err != nil {
				return err
			}
		}
	}
	removal.Progress = model.NewProgress(plan, s.now())
	if steps > 0 {
		if err := r.run(ctx, e, f, removal); err != nil {
			return err
		}
	} else {
		removal.Progress.Apply(model.JobUpdate{State: model.JobEnded}, s.now())
	}
	if err := r.report(s, removal); err != nil {
		return err
	}
	return verdict(s, removal)
}

// run executes the plan and shows its progress.
func (r *removing) run(ctx context.Context, e *engine, f *flags, removal *output.Removal) error {
	process.SurviveClosedPipes()
	service := e.service
	if f.demo && len(removal.Plan.Plan.BackUp(r.backup.BackupChoice)) > 0 {
		backups, end, err := passingBackups(e.call.now)
		if err != nil {
			return err
		}
		defer end()
		service.Backups = backups
	}
	// Not ctx: an aborted step leaves its outcome unknown.
	plan := removal.Plan.Plan
	options := cleanup.Options{Rule: removal.What(), Backup: r.backup.BackupChoice}
	if !plan.Layers.Known() && plan.Engine.Store.MeasuresImages() { // others list what they delete, or can't tell
		options.Measure = e.call.measureBefore
	}
	run := service.Remove(context.WithoutCancel(ctx), plan, options)
	if err := follow(ctx, e.call, run, removal.Progress); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, e.call.measureAfter)
	defer cancel()
	removal.Before, removal.After = run.Measured(ctx)
	return nil
}

const (
	// measurePatience is how long a removal waits until the disk is measured before.
	measurePatience = 2 * time.Second
	// reportPatience is how long the report of a removal waits until what came back is
	// measured.
	reportPatience = 10 * time.Second
)

// confirm asks for confirmation. Any answer but yes returns a refusal with the text no.
func confirm(ctx context.Context, s *invocation, question, no string) error {
	_, _ = fmt.Fprint(s.errs, question+" [y/N] ") // if the terminal is gone, reading fails too
	answer := make(chan string, 1)
	go func() {
		answer <- readLine(s.in) // the end of the input means no
	}()
	select {
	case line := <-answer:
		switch strings.ToLower(strings.TrimSpace(line)) {
		case "y", "yes":
			return nil
		}
		return &RefusedError{What: no}
	case <-ctx.Done():
		_, _ = fmt.Fprintln(s.errs)
		return ctx.Err()
	}
}

// readLine reads a line and nothing behind it, which may be the answer to another question.
func readLine(r io.Reader) string {
	var line []byte
	for one := make([]byte, 1); ; {
		n, err := r.Read(one)
		line = append(line, one[:n]...)
		if err != nil || n > 0 && one[0] == '\n' {
			return string(line)
		}
	}
}

// follow shows the progress of a run. When ctx ends, running steps finish and no other step
// begins. It returns an error if no step was tried.
func follow(ctx context.Context, s *invocation, run *cleanup.Run, progress *model.Progress) error {
	defer context.AfterFunc(ctx, run.Cancel)()
	told := teller{call: s, bar: output.NewProgress(s.errs, s.watched)}
	defer told.bar.Clear()
	stopping := false
	for {
		update, err := run.Next(context.WithoutCancel(ctx))
		if err != nil {
			return nil // the run has ended
		}
		if err := run.Err(); err != nil {
			return told.untried(err)
		}
		progress.Apply(update, s.now())
		if update.Warning != nil {
			told.say("%s", words.Warning(update.Warning))
		}
		if update.Backup != nil {
			told.tellBackup(update.Backup, run)
			continue
		}
		if ctx.Err() != nil && !stopping {
			stopping = true
			told.say("Stopping: what is under way finishes.")
		}
		told.tell(progress)
	}
}

// teller shows the progress of a removal: a bar on a terminal, occasional lines elsewhere.
type teller struct {
	call   *invocation
	bar    *output.Progress
	drawn  time.Time
	tenths int
	paused bool
}

// redrawn is the shortest time between two drawings of the bar.
const redrawn = 50 * time.Millisecond

func (t *teller) say(format string, args ...any) {
	t.bar.Clear()
	t.call.note(format, args...)
}

func (t *teller) tell(p *model.Progress) {
	now, ended := t.call.now(), p.Total-p.Left()-p.Canceled
	if paused := p.State == model.JobPaused; paused != t.paused {
		t.paused = paused
		if paused && p.Problem != nil {
			t.say("Waiting for the engine: %s", words.ProblemLine(p.Problem))
		}
	}
	if t.call.watched {
		if now.Sub(t.drawn) < redrawn && p.Left() > 0 {
			return
		}
		t.drawn = now
		left := ""
		if time, ok := p.TimeLeft(now); ok && p.Left() > 0 {
			left = "about " + time.Round(1e9).String() + " left"
		}
		t.bar.Draw("removing", ended, p.Total, words.FreedSoFar(p), left)
		return
	}
	const few = 20
	if tenths := 10 * ended / max(1, p.Total); p.Total >= few && tenths > t.tenths && p.Left() > 0 && p.Canceled == 0 {
		t.tenths = tenths
		t.say("%s of %s done, %s", words.Count(ended), words.Plural(p.Total, "step"), words.FreedSoFar(p))
	}
}

// tellBackup shows the progress of the backup and, at its end, its result.
func (t *teller) tellBackup(p *model.BackupProgress, run *cleanup.Run) {
	if p.Ended { // only then Saved is known
		if made := run.Saved(); made != nil {
			t.say("backed up %s: %s in %s", output.Saved(made), words.Size(made.Size), run.SavedIn())
			return
		}
	}
	if now := t.call.now(); now.Sub(t.drawn) >= redrawn {
		t.drawn = now
		t.bar.Draw("saving", p.Images, p.Of, words.Size(p.Done), perSecond(p.Speed(now)))
	}
}

func perSecond(speed int64) string {
	if speed <= 0 {
		return ""
	}
	return words.Size(speed) + "/s"
}

// untried returns the error of a run in which no step was tried.
func (t *teller) untried(err error) error {
	if errors.Is(err, context.Canceled) {
		why, _ := words.Refusal(&model.Refusal{Kind: model.RefusalBackupCanceled})
		t.say("%s", why)
	}
	return refused(err)
}

// report prints what was done to standard output and problems to standard error.
func (r *removing) report(s *invocation, removal *output.Removal) error {
	// A closed standard error must not suppress the result.
	problems := removal.WriteProblems(s.errs)
	if r.json {
		return errors.Join(removal.WriteJSON(s.out), problems)
	}
	return errors.Join(removal.WriteText(s.out), problems)
}

// verdict returns an error if a planned step was not done. Steps that the plan listed as
// blocked don't count, because the user knew of them.
func verdict(s *invocation, removal *output.Removal) error {
	g := removal.Progress
	undone, all := g.Problems()+g.Canceled, g.Total+len(removal.Changed)
	for _, c := range removal.Changed {
		if !c.Gone {
			undone++
		}
	}
	switch blocked := g.Plan.Blocked; {
	case undone > 0:
		return fmt.Errorf("%s of %s not done as planned", words.Count(undone), words.Plural(all, "step"))
	case blocked > 0:
		s.note("%s left alone; %s says what can be done.", words.Plural(blocked, "blocked step"), s.asCalled("'jettison why REF'"))
	}
	return nil
}
