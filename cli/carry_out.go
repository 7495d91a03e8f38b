package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"jettison/cli/output"
	"jettison/dockerx/execute"
	"jettison/model"
)

// carryOut shows the plan, asks, carries it out and reports.
func (r *removing) carryOut(ctx context.Context, e *engine, f *flags, removal *output.Removal) error {
	s, plan := e.around, removal.Plan.Plan
	deletions, untags, containers := plan.ReadyKinds()
	steps := deletions + untags + containers
	asks, shared := steps > 0 && !r.yes, !f.demo // the demo's engine is nobody else's
	if asks && shared {
		// Nobody is asked in vain. The lock itself is not held while a person thinks,
		// which may take all night.
		if err := (locks{s.env, s.now}).free(plan.Engine); err != nil {
			return err
		}
	}
	if err := removal.Plan.WriteText(s.errs); err != nil {
		return err
	}
	r.noteBackup(s, f, plan)
	if asks {
		question := "Carry this out?"
		if only := plan.OnlyCopiesWords(); only != "" {
			question = sentence(only) + " " + question
		}
		if err := confirm(ctx, s, question, "Nothing was removed."); err != nil {
			return err
		}
	}
	removal.Progress = model.NewProgress(plan, s.now())
	if steps > 0 {
		if shared {
			unlock, err := s.locked(plan, removal.What())
			if err != nil {
				return err
			}
			defer unlock()
		}
		surviveClosedPipes()
		record := newRecord(journalOf(f, s.env), plan, removal.What(), userOf(s.env), s.now)
		if err := r.saveFirst(ctx, e, f, record, removal.Progress); err != nil {
			return err
		}
		follow(ctx, e, f, removal.Progress, record)
	} else {
		removal.Progress.Apply(model.JobUpdate{State: model.JobEnded}, s.now())
	}
	if err := r.report(s, removal); err != nil {
		return err
	}
	return verdict(s, removal)
}

// confirm asks a person. Anything but yes is no, and then no says what was not done.
func confirm(ctx context.Context, s *surroundings, question, no string) error {
	_, _ = fmt.Fprint(s.errs, question+" [y/N] ") // a terminal that is gone answers nothing either
	answer := make(chan string, 1)
	go func() {
		line, _ := bufio.NewReader(s.in).ReadString('\n') // the end of the input is a no
		answer <- line
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

// follow carries a plan out and keeps a person posted. When ctx ends, the steps
// under way finish and no other begins.
func follow(ctx context.Context, e *engine, f *flags, progress *model.Progress, r *record) {
	s := e.around
	if err := r.begin(); err != nil {
		s.note("%s", journalWords(err))
	}
	// Not ctx: a step that is cut off leaves nobody knowing what became of it.
	whole := context.WithoutCancel(ctx)
	job := execute.Start(whole, e.client, r.plan, execute.Options{Jobs: f.jobs, Now: s.now, Feed: e.feed})
	defer context.AfterFunc(ctx, job.Cancel)()
	told := teller{around: s, bar: output.NewProgress(s.errs, s.watched)}
	defer told.bar.Clear()
	stopping := false
	for {
		update, err := job.Next(whole)
		if err != nil {
			return // the job has ended
		}
		progress.Apply(update, s.now())
		if err := r.note(update); err != nil {
			told.say("%s", journalWords(err))
		}
		if ctx.Err() != nil && !stopping {
			stopping = true
			told.say("Stopping: what is under way finishes.")
		}
		told.tell(progress)
	}
}

// teller keeps a person posted of a removal: a bar on a terminal, now and then
// a line elsewhere.
type teller struct {
	around *surroundings
	bar    *output.Progress
	drawn  time.Time
	tenths int
	paused bool
}

// redrawn is how often the bar is drawn at most.
const redrawn = 50 * time.Millisecond

func (t *teller) say(format string, args ...any) {
	t.bar.Clear()
	t.around.note(format, args...)
}

func (t *teller) tell(p *model.Progress) {
	now, ended := t.around.now(), p.Total-p.Left()-p.Canceled
	if paused := p.State == model.JobPaused; paused != t.paused {
		t.paused = paused
		if paused && p.Problem != nil {
			t.say("Waiting for the engine: %s", p.Problem.Error())
		}
	}
	if t.around.watched {
		if now.Sub(t.drawn) < redrawn && p.Left() > 0 {
			return
		}
		t.drawn = now
		left := ""
		if time, ok := p.TimeLeft(now); ok && p.Left() > 0 {
			left = "about " + time.Round(1e9).String() + " left"
		}
		t.bar.Draw("removing", ended, p.Total, p.Freed.String()+" freed", left)
		return
	}
	const few = 20
	if tenths := 10 * ended / max(1, p.Total); p.Total >= few && tenths > t.tenths && p.Left() > 0 && p.Canceled == 0 {
		t.tenths = tenths
		t.say("%d of %d steps done, %s freed", ended, p.Total, p.Freed)
	}
}

// report prints what was done, and on standard error what was not.
func (r *removing) report(s *surroundings, removal *output.Removal) error {
	// A standard error that is gone must not keep the result back.
	problems := removal.WriteProblems(s.errs)
	if r.json {
		return errors.Join(removal.WriteJSON(s.out), problems)
	}
	return errors.Join(removal.WriteText(s.out), problems)
}

// verdict is an error when something that the plan was to do was not done.
// What the plan had as blocked is none: the person knew.
func verdict(s *surroundings, removal *output.Removal) error {
	g := removal.Progress
	undone, all := g.Problems()+g.Canceled, g.Total+len(removal.Changed)
	for _, c := range removal.Changed {
		if !c.Gone {
			undone++
		}
	}
	switch blocked := g.Plan.Blocked; {
	case undone > 0:
		return fmt.Errorf("%d of %s not done as planned", undone, model.Plural(all, "step"))
	case blocked > 0:
		s.note("%s left alone; %s says what can be done.", model.Plural(blocked, "blocked step"), s.asCalled("'jettison why REF'"))
	}
	return nil
}
