package ui_test

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
)

// Marks are made in the treemap as in the list, and are the same ones.
func TestMarkAndPlanFromTheTreemap(t *testing.T) {
	p := newPerson(t, open(t, engine(t)), 120, 40)
	p.settles()
	p.types("3t")
	p.waits("treemap")
	p.types("l ")
	p.waits("1 reference marked")
	p.waits("▸● vllm/vllm-openai")
	p.types("1")
	p.waits("● vllm/vllm-openai")
	p.types("3")
	p.waits("treemap")
	p.types("d")
	p.waits("Plan ·")
	p.waits("vllm/vllm-openai")
	p.presses(tea.KeyEscape)
	p.waits("treemap")
	p.types(" ")
	p.waits("nothing marked")
	p.types("hd") // without marks, the plan is of the block
	p.waits("ml/train:2025-10")
	if strings.Contains(p.sees(), "vllm") {
		t.Errorf("the plan is of more than the block:\n%s", p.sees())
	}
	p.presses(tea.KeyEscape)
	p.types("luj ")
	p.waits("Only images can be marked")
	p.types("d")
	p.waits("Only images can be marked")
	p.types("\n")
	p.waits("Images → shared")
	p.presses(tea.KeyEscape)
	p.waits("held by several repositories")
}

// A filter goes after the zoom, and a block leads to its image.
func TestBackAndDetailsInTheTreemap(t *testing.T) {
	p := newPerson(t, open(t, engine(t)), 120, 40)
	p.settles()
	p.types("3t/ml/train\n\n")
	p.waits("Images → registry.local:5000/ml/train")
	p.waits("5 of 245 images · treemap")
	p.types("\x1b")
	p.waits("── Images 2")
	p.waits("/ ml/train")
	p.types("\x1b")
	p.waits("245 of 245 images")
	p.types("g\n")
	p.waits("Images → registry.local:5000/ml/train")
	p.types("\n")
	p.waits("297 of 297 references")
	p.waits("▸   …/ml/train")
}

func TestHelpOfTheTreemap(t *testing.T) {
	p := newPerson(t, open(t, engine(t)), 120, 50)
	p.settles()
	p.types("3t?")
	p.waits("go to the next smaller block")
	p.waits("show the images as a list")
}
