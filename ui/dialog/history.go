package dialog

import "slices"

// mostEntries limits the number of lines.
const mostEntries = 50

// History holds the lines that a person entered, newest first. Several inputs may share
// one.
type History struct{ entries []string }

// NewHistory returns a history with entries, newest first.
func NewHistory(entries []string) *History {
	h := &History{}
	for _, entry := range slices.Backward(entries[:min(len(entries), mostEntries)]) {
		h.Add(entry)
	}
	return h
}

// Entries returns the lines, newest first.
func (h *History) Entries() []string { return slices.Clone(h.entries) }

// Add puts a line first and reports whether that changed anything.
func (h *History) Add(entry string) bool {
	if entry == "" || len(h.entries) > 0 && h.entries[0] == entry {
		return false
	}
	h.entries = slices.DeleteFunc(h.entries, func(old string) bool { return old == entry })
	h.entries = slices.Insert(h.entries, 0, entry)
	h.entries = h.entries[:min(len(h.entries), mostEntries)]
	return true
}
