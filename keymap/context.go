package keymap

// Context is the part of the screen in which a key is pressed.
type Context uint8

// The contexts. A key that a context does not bind has its meaning from Everywhere, except in
// InDialog and InInput, where keys are choices or text.
const (
	Everywhere Context = iota
	InImages
	InContainers
	InVolumes
	InCache
	InDisk
	InTreemap
	InTrends
	InDetails
	InPlan
	InJob
	InRecovery // removals in the journal
	InRestore  // steps of one removal
	InStart
	InDialog
	InInput
	contextCount
)

// String returns the name used in headings of the help.
func (c Context) String() string {
	switch c {
	case Everywhere:
		return "everywhere"
	case InImages:
		return "images"
	case InContainers:
		return "containers"
	case InCache:
		return "cache"
	case InVolumes:
		return "volumes"
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

// closed reports whether the context ignores the bindings of Everywhere.
func (c Context) closed() bool { return c == InDialog || c == InInput }
