package keymap

// Action is what the user asks for with a key. Its text is its name in the configuration.
type Action string

// The actions that move the cursor or change the pane.
const (
	Up       Action = "up"
	Down     Action = "down"
	Top      Action = "top"
	Bottom   Action = "bottom"
	PageUp   Action = "page-up"
	PageDown Action = "page-down"
	HalfUp   Action = "half-up"
	HalfDown Action = "half-down"
	Left     Action = "left"
	Right    Action = "right"
	NextPane Action = "next-pane"
	PrevPane Action = "previous-pane"
)

// The actions that mark.
const (
	Mark       Action = "mark"
	Range      Action = "range"
	MarkAll    Action = "mark-all"
	Invert     Action = "invert"
	ClearMarks Action = "clear-marks"
	MarkByRule Action = "mark-by-rule"
)

// The actions that change or open a view.
const (
	Filter      Action = "filter"
	QuickFilter Action = "quick-filter"
	SortMenu    Action = "sort-menu"
	SortReverse Action = "sort-reverse"
	ViewMode    Action = "view-mode"
	Details     Action = "details"
	Blockers    Action = "blockers"
	Layers      Action = "layers"
	Copy        Action = "copy"
	RawText     Action = "raw-text"
	Pager       Action = "pager"
)

// The actions that lead to a removal, and the remedies for its blockers.
const (
	Plan            Action = "plan"
	RemovePlatform  Action = "remove-platform"
	Policies        Action = "policies"
	Pin             Action = "pin"
	Confirm         Action = "confirm"
	BackUp          Action = "back-up"
	AskRegistry     Action = "ask-registry"
	Recovery        Action = "recovery"
	RemoveStopped   Action = "remove-stopped"
	StopRemove      Action = "stop-remove"
	MarkDescendants Action = "mark-descendants"
	MarkReferences  Action = "mark-references"
	UntagOnly       Action = "untag-only"
	Force           Action = "force"
	Skip            Action = "skip"
	WithoutBackup   Action = "without-backup"
	ApplyAll        Action = "apply-all"
	JobPanel        Action = "job-panel"
	CancelJob       Action = "cancel-job"
	Dismiss         Action = "dismiss"
)

// The other actions.
const (
	Refresh  Action = "refresh"
	Demo     Action = "demo"
	Complete Action = "complete"
	Help     Action = "help"
	Back     Action = "back"
	Suspend  Action = "suspend"
	Quit     Action = "quit"
)
