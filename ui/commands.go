package ui

import (
	"context"
	"errors"
	"time"

	tea "charm.land/bubbletea/v2"

	"jettison/model"
	"jettison/model/words"
	"jettison/ui/plan"
)

const (
	// snapshotPause lets news gather, so that a storm costs a few frames a second
	// and not one each.
	snapshotPause = 60 * time.Millisecond
	// jobPause and removalPause are the same for the steps of a removal and for
	// the snapshots while it runs: drawing takes time from an engine on the same
	// machine.
	jobPause     = 200 * time.Millisecond
	removalPause = 500 * time.Millisecond
	noticePause  = 4 * time.Second
	// jobTick is how often the clock of a removal moves when no step ends.
	jobTick = time.Second
	// ageTick is how often ages are written anew while nothing else happens.
	ageTick = time.Minute
)

type opener func(ctx context.Context) (Session, error)

func openSessionCmd(ctx context.Context, open opener, demo bool, generation int) tea.Cmd {
	return func() tea.Msg {
		session, err := open(ctx)
		if err != nil {
			return sessionFailedMsg{generation: generation, problem: asProblem(err)}
		}
		return sessionOpenedMsg{generation: generation, session: session, demo: demo}
	}
}

func asProblem(err error) *model.Problem {
	if problem, ok := errors.AsType[*model.Problem](err); ok {
		return problem
	}
	return &model.Problem{Text: model.Clean(err.Error()), Raw: model.Clean(err.Error())}
}

// awaitSnapshotCmd waits for the next snapshot; pause lets several become one.
func awaitSnapshotCmd(ctx context.Context, session Session, generation int, pause time.Duration) tea.Cmd {
	return func() tea.Msg {
		if !sleep(ctx, pause) {
			return nil
		}
		snapshot, err := session.Next(ctx)
		if err != nil {
			return snapshotsEndedMsg{generation: generation, err: err}
		}
		return snapshotArrivedMsg{generation: generation, snapshot: snapshot}
	}
}

func awaitJobCmd(ctx context.Context, job Job, pause time.Duration) tea.Cmd {
	return func() tea.Msg {
		if !sleep(ctx, pause) {
			return nil
		}
		update, err := job.Next(ctx)
		if err != nil {
			return jobEndedMsg{job: job}
		}
		return jobAdvancedMsg{job: job, update: update}
	}
}

// measureJobCmd waits until what an ended job brought back is measured.
func measureJobCmd(ctx context.Context, job Job, progress *model.Progress) tea.Cmd {
	return func() tea.Msg {
		before, after := job.Measured(ctx)
		return jobMeasuredMsg{progress, before, after}
	}
}

// problemWords are what is wrong; empty when nothing is.
func problemWords(err error) string {
	if err == nil {
		return ""
	}
	return words.ProblemLine(asProblem(err))
}

// askRegistriesCmd asks for what a plan could be had again from.
func askRegistriesCmd(ctx context.Context, session Session, pane *plan.Pane, refs []string) tea.Cmd {
	return func() tea.Msg {
		answers, err := session.AskRegistries(ctx, refs)
		return registriesAnsweredMsg{pane, answers, err}
	}
}

func tickJobCmd(progress *model.Progress) tea.Cmd {
	return tea.Tick(jobTick, func(time.Time) tea.Msg { return jobTickedMsg{progress} })
}

func tickAgesCmd(ctx context.Context) tea.Cmd {
	return func() tea.Msg {
		if !sleep(ctx, ageTick) {
			return nil
		}
		return agesTickedMsg{}
	}
}

func closeSessionCmd(session Session) tea.Cmd {
	return func() tea.Msg {
		// Nothing is left to do about an engine that fails to say goodbye.
		_ = session.Close()
		return nil
	}
}

func awaitInterruptedCmd(ctx context.Context, session Session, generation int) tea.Cmd {
	return func() tea.Msg { return interruptedResolvedMsg{generation, session.AwaitInterrupted(ctx)} }
}

func expireNoticeCmd(serial int) tea.Cmd {
	return tea.Tick(noticePause, func(time.Time) tea.Msg { return noticeExpiredMsg{serial: serial} })
}

func sleep(ctx context.Context, d time.Duration) bool {
	if d <= 0 {
		return ctx.Err() == nil
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}
