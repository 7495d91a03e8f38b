package pane

import "jettison/ui/dialog"

// None has the methods of a Pane without filters, quick filters, wants and anything to go
// back from. Panes embed it.
type None struct{}

// FilterKind is part of Pane.
func (None) FilterKind() FilterKind { return FilterNone }

// Filter is part of Pane.
func (None) Filter() string { return "" }

// SetFilter is part of Pane.
func (None) SetFilter(string) error { return nil }

// Candidates is part of Pane.
func (None) Candidates(string, int) []dialog.Candidate { return nil }

// Quick is part of Pane.
func (None) Quick() string { return "" }

// QuickMenu is part of Pane.
func (None) QuickMenu() (title string, items []dialog.Item) { return "", nil }

// SetQuick is part of Pane.
func (None) SetQuick(int) {}

// Wants is part of Pane.
func (None) Wants() Intent { return nil }

// Back is part of Pane.
func (None) Back() bool { return false }
