package output

import (
	"strings"

	"jettison/model"
	"jettison/model/policy"
	"jettison/model/words"
)

// writeSelection writes what a policy keeps and why; what only waits for its
// turn is counted.
func (p *Plan) writeSelection(text *strings.Builder) {
	if p.Selection == nil {
		return
	}
	if missing := p.Selection.Missing; missing > 0 {
		text.WriteString("The budget of the policy lacks " + words.Size(missing) + " all the same.\n")
	}
	waiting, line := 0, ""
	rows := [][]string{}
	for i := range p.Selection.Kept {
		kept := &p.Selection.Kept[i]
		if kept.Reason == policy.ReasonBatch || kept.Reason == policy.ReasonBudget {
			waiting++
			line = waitingWords(kept.Reason, waiting)
			continue
		}
		rows = append(rows, []string{nameOfKey(kept.Key), kept.Key.Short(), words.KeptByPolicy(kept)})
	}
	if len(rows) > 0 {
		text.WriteString("\n")
		_ = writeTable(text, []column{{title: "KEPT"}, {title: "IMAGE ID"}, {title: "WHY"}}, rows) // to a builder
	}
	if waiting > 0 {
		text.WriteString("\nKept too: " + words.Plural(waiting, "reference") + "; " + line + ".\n")
	}
	for _, wrong := range p.Selection.Unresolved {
		text.WriteString("Note: " + model.Clean(wrong.Message()) + "\n")
	}
}

// waitingWords are why n references wait.
func waitingWords(reason policy.Reason, n int) string {
	switch {
	case reason == policy.ReasonBatch:
		return "the batch is full, so that the next run takes up there"
	case n == 1:
		return "the budget holds without it"
	}
	return "the budget holds without them"
}

// nameOfKey is the reference, or what docker shows for none.
func nameOfKey(key model.Key) string {
	if key.Ref == "" {
		return model.None
	}
	return key.Ref
}

// policyJSON is what a policy says about its plan.
type policyJSON struct {
	Name       string            `json:"name"`
	Missing    int64             `json:"missing"` // bytes that its budget still lacks when all of it is done
	Kept       []keptByPolicy    `json:"kept"`    // what its queries match and what stays
	Unresolved []unresolvedQuery `json:"unresolved"`
}

type keptByPolicy struct {
	Reference *string       `json:"reference"` // null for an untagged image
	Image     model.ImageID `json:"image"`
	Why       string        `json:"why"`
}

// unresolvedQuery is a query that names an image that is not there.
type unresolvedQuery struct {
	Why string `json:"why"`
}

// policy is nil when the plan is not one of a policy.
func (p *Plan) policy() *policyJSON {
	if p.Selection == nil {
		return nil
	}
	document := &policyJSON{Name: p.Policy, Missing: p.Selection.Missing, Kept: []keptByPolicy{}, Unresolved: []unresolvedQuery{}}
	for i := range p.Selection.Kept {
		kept := &p.Selection.Kept[i]
		one := keptByPolicy{Image: kept.Key.Image(), Why: words.KeptByPolicy(kept)}
		if kept.Key.Ref != "" {
			one.Reference = &kept.Key.Ref
		}
		document.Kept = append(document.Kept, one)
	}
	for _, wrong := range p.Selection.Unresolved {
		document.Unresolved = append(document.Unresolved, unresolvedQuery{model.Clean(wrong.Message())})
	}
	return document
}
