package keymap

// Context is where a key is pressed.
type Context uint8

// The contexts. A key that a context does not bind means what it means
// Everywhere, except in InDialog and InInput, where keys are choices or text.
const (
	Everywhere Context = iota
	InImages
	InContainers
	InDisk
	InTreemap
	InTrends
	InDetails
	InPlan
	InJob
	InRecovery // the removals of the journal
	InRestore  // the steps of one of them
	InStart
	InDialog
	InInput
	contextCount
)

// String names the context as the help's heading does.
func (c Context) String() string {
	switch c {
	case Everywhere:
		return "everywhere"
	case InImages:
		return "images"
	case InContainers:
		return "containers"
	case InDisk:
		return "disk"
	case InTreemap:
		return "treemap"
	case InTrends:
		return "trends"
	case InDetails:
		return "details"
	case InPlan:
		return "plan"
	case InJob:
		return "removal"
	case InRecovery:
		return "recovery"
	case InRestore:
		return "restoration"
	case InStart:
		return "start"
	case InDialog:
		return "dialogs"
	case InInput:
		return "text input"
	case contextCount:
	}
	return "unknown"
}

// closed reports whether keys that the context does not bind mean nothing,
// rather than what they mean Everywhere.
func (c Context) closed() bool { return c == InDialog || c == InInput }
