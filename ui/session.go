// Package ui is jettison's screen: the root model routes messages, and a
// package a pane draws and handles keys. It knows the model and the keymap; an
// engine reaches it only through the small interfaces declared here.
package ui

import (
	"context"
	"io"
	"time"

	"jettison/keymap"
	"jettison/model"
)

// Session is one engine as the screen uses it. Its methods may block; the
// screen calls them only from commands.
type Session interface {
	// Next blocks until there is a newer snapshot than at the last call.
	Next(ctx context.Context) (model.Snapshot, error)
	// Reload asks for facts again, all when none is named. It does not block.
	Reload(facts ...model.Fact)
	// PrioritizeLayers has the layers of the images that are looked at read before those
	// of others, in that order. It does not block, and keeps the slice.
	PrioritizeLayers(ids []model.ImageID)
	// Details loads what the details pane shows of one image.
	Details(ctx context.Context, id model.ImageID) (*model.Details, error)
	// ManifestLayers asks for the layers of all that the store has of the images of an
	// inventory, by manifest. Those that it does not tell are missing.
	ManifestLayers(ctx context.Context, inv *model.Inventory) (model.ManifestLayers, error)
	// AskRegistries asks registries for digest references. References without an answer
	// are missing from the result; the error is that of one of them.
	AskRegistries(ctx context.Context, refs []string) (model.RegistryAnswers, error)
	// Remove starts to carry out a plan. Cancelling the context abandons it.
	Remove(ctx context.Context, plan *model.Plan, how Removal) Job
	Recovery
	// Close ends the session and releases its connections.
	Close() error
}

// Recovery is the part of a session that lists removals and takes them back.
type Recovery interface {
	// Journaled reports whether removals are recorded. It does not block.
	Journaled() bool
	// Removals reads the journal, with the removals on all engines.
	Removals(ctx context.Context) (*model.JournalHistory, error)
	// AwaitInterrupted blocks until the outcome of interrupted removals was found out,
	// and returns how many of their steps it concerns. It is called once.
	AwaitInterrupted(ctx context.Context) (steps int)
	// Restore starts to take a removal back, by its ID. It does not block. Cancelling
	// the context cancels it.
	Restore(ctx context.Context, removal string, plan *model.RestorePlan) RestoreJob
}

// Removal is how a plan is carried out.
type Removal struct {
	Policy string             // that the plan is of; empty for marks
	Backup model.BackupChoice // which images are saved before
	// AsOf is up to when the plan knows the engine. A plan from before another clean-up
	// ended is refused, with a problem of model.ProblemStale.
	AsOf time.Time
}

// Job is a removal under way.
type Job interface {
	// Next blocks until there is news and returns all of it; io.EOF once the
	// end was told.
	Next(ctx context.Context) (model.JobUpdate, error)
	// Cancel keeps steps from starting; those under way finish.
	Cancel()
	// Measured blocks until the engine's disk was measured after the job had ended, and
	// returns the engine before the first step and afterwards. Both are nil when one of
	// them was not measured.
	Measured(ctx context.Context) (before, after *model.Inventory)
}

// RestoreJob is a restoration under way.
type RestoreJob interface {
	// Next blocks until there is news and returns all of it; io.EOF once the
	// end was told.
	Next(ctx context.Context) (model.RestoreUpdate, error)
	// Cancel ends what is under way; what has come back stays.
	Cancel()
}

// Options are what the screen needs from its caller.
type Options struct {
	// Connect opens the engine that the person asked for. An error should be a
	// *model.Problem, which the start screen explains.
	Connect func(ctx context.Context) (Session, error)
	// Demo opens the embedded engine; nil offers none.
	Demo func(ctx context.Context) (Session, error)
	// Address is what Connect will try, for the start screen.
	Address string
	Keys    *keymap.Map
	Now     func() time.Time

	// ReadOnly explains why nothing may be changed, such as "read_only is set in
	// config.toml:3"; empty when changes are allowed.
	ReadOnly string

	Policies Policies
	Pins     Pins
	Trends   Trends

	// History are the queries that were typed before, newest first.
	History []string
	// Remember saves it, as far as it can; nil saves nothing. It may block, and is called
	// once at a time, the last time before Run returns.
	Remember func(history []string)

	Theme   Appearance
	NoColor bool // a NO_COLOR variable with any value
	ASCII   bool // no glyphs beyond ASCII
	NoMouse bool
	FPS     int // frames a second at most; 0 for the default

	// Parting gets a report of what was not done as planned, after the screen is gone;
	// may be nil.
	Parting io.Writer

	// Pager is the command of the person's pager, the value of $PAGER; empty for less
	// or more.
	Pager string

	// Lend is called with true before another program gets the terminal and with
	// false after it has ended; see terminal.Options. May be nil.
	Lend func(lent bool)
}

// Appearance is whether the terminal's background is light or dark.
type Appearance uint8

// The appearances; AppearanceAuto asks the terminal.
const (
	AppearanceAuto Appearance = iota
	AppearanceLight
	AppearanceDark
)
