package pane

import (
	"jettison/model/query"
	"jettison/model/words"
	"jettison/ui/dialog"
)

// Candidates returns the completions of a text as the filter line shows them.
func Candidates(text string, found []query.Completion) []dialog.Candidate {
	candidates := make([]dialog.Candidate, len(found))
	for i, c := range found {
		candidates[i] = dialog.Candidate{
			Text: c.Text, About: words.Completion(&c), Apply: func() (string, int) { return c.Apply(text) },
		}
	}
	return candidates
}
