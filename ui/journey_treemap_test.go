package ui_test

import (
	"strings"
	"testing"

	"jettison/keymap"
)

// Marks are made in the treemap as in the list, and are the same ones.
func TestMarkAndPlanFromTheTreemap(t *testing.T) {
	p := newJourney(t, open(t, engine(t)), 120, 40)
	p.settles()
	p.Do(keymap.Pane(3), keymap.ViewMode)
	p.Sees("treemap")
	p.Do(keymap.Right, keymap.Mark)
	p.Sees("1 reference marked")
	p.Sees("▸● vllm/vllm-openai")
	p.Do(keymap.Pane(1))
	p.Sees("● vllm/vllm-openai")
	p.Do(keymap.Pane(3))
	p.Sees("treemap")
	p.Do(keymap.Plan)
	p.Sees("Plan ·")
	p.Sees("vllm/vllm-openai")
	p.Do(keymap.Back)
	p.Sees("treemap")
	p.Do(keymap.Mark)
	p.Sees("nothing marked")
	p.Do(keymap.Left, keymap.Plan) // without marks, the plan is of the block
	p.Sees("ml/train:2025-10")
	if strings.Contains(p.Text(), "vllm") {
		t.Errorf("the plan is of more than the block:\n%s", p.Text())
	}
	p.Do(keymap.Back)
	p.Do(keymap.Right, keymap.ClearMarks, keymap.Down, keymap.Mark)
	p.Sees("Only images can be marked")
	p.Do(keymap.Plan)
	p.Sees("Only images can be marked")
	p.Do(keymap.Details)
	p.Sees("Images → shared")
	p.Do(keymap.Back)
	p.Sees("held by several repositories")
}

// A filter goes after the zoom, and a block leads to its image.
func TestBackAndDetailsInTheTreemap(t *testing.T) {
	p := newJourney(t, open(t, engine(t)), 120, 40)
	p.settles()
	p.Do(keymap.Pane(3), keymap.ViewMode, keymap.Filter, "ml/train", keymap.Confirm, keymap.Details)
	p.Sees("Images → registry.local:5000/ml/train")
	p.Sees("5 of 245 images · treemap")
	p.Do(keymap.Back)
	p.Sees("── Images 2")
	p.Sees("/ ml/train")
	p.Do(keymap.Back)
	p.Sees("245 of 245 images")
	p.Do(keymap.Top, keymap.Details)
	p.Sees("Images → registry.local:5000/ml/train")
	p.Do(keymap.Details)
	p.Sees("297 of 297 references")
	p.Sees("▸   …/ml/train")
}

func TestHelpOfTheTreemap(t *testing.T) {
	p := newJourney(t, open(t, engine(t)), 120, 50)
	p.settles()
	p.Do(keymap.Pane(3), keymap.ViewMode, keymap.Help)
	p.Sees("go to the next smaller block")
	p.Sees("show the images as a list")
}
