package inspect

import (
	"jettison/model"
	"jettison/ui/theme"
)

// layerBar is how many cells a layer's bar takes.
const layerBar = 10

// layers lists the instructions that made the image, the newest first, with
// the bytes of each.
func (p *Pane) layers() {
	s := p.styles
	switch {
	case p.details == nil && p.problem != nil:
		p.heading("Layers", "not known")
		return
	case p.details == nil:
		p.heading("Layers", "loading"+s.Glyphs.Ellipsis)
		return
	}
	steps := p.details.Layers
	var largest int64
	made := 0
	for i := range steps {
		largest = max(largest, steps[i].Size)
		if !steps[i].Empty {
			made++
		}
	}
	p.heading("Layers", theme.Count(made, "layer")+" of "+theme.Count(len(steps), "instruction"))
	sharers := p.sharers()
	for i := len(steps) - 1; i >= 0; i-- {
		p.layer(&steps[i], largest, sharers)
	}
}

// layer writes one instruction: its bytes, their share of the largest layer,
// and what made it.
func (p *Pane) layer(step *model.HistoryStep, largest int64, sharers map[model.ChainID]int) {
	s := p.styles
	const sizeCells = 8
	bar := 0
	if p.inside() >= 64 {
		bar = layerBar
	}
	lead := s.FitRight(theme.Size(step.Size), sizeCells)
	if step.Empty {
		lead = s.Faint.Render(s.FitRight(theme.None, sizeCells))
	}
	indent := sizeCells + 2
	if bar > 0 {
		share := 0.0
		if largest > 0 {
			share = float64(step.Size) / float64(largest)
		}
		if step.Empty || step.Size == 0 {
			lead += " " + theme.Spaces(bar)
		} else {
			lead += " " + s.Bar(bar, share, s.Accent)
		}
		indent += bar + 1
	}
	words := step.Instruction
	if n := sharers[step.Layer]; n > 1 && step.Layer != "" {
		words += "  (shared by " + theme.Count(n, "image") + ")"
	}
	lines := theme.Wrap(words, max(1, p.inside()-indent))
	const most = 6
	for i, line := range lines {
		if i == most {
			p.add(theme.Spaces(indent) + s.Dim.Render(s.Glyphs.Ellipsis))
			break
		}
		style := s.Text
		if step.Empty {
			style = s.Dim
		}
		p.add(lead + "  " + style.Render(s.Cut(line, max(0, p.inside()-indent))))
		lead = theme.Spaces(indent - 2)
	}
	if len(lines) == 0 {
		p.add(lead)
	}
}

// sharers counts the images that stand on each layer of this one, itself
// included, as far as the layers of the others are known.
func (p *Pane) sharers() map[model.ChainID]int {
	counts := map[model.ChainID]int{}
	mine := map[*model.Layer]bool{}
	for layer := p.image.Top; layer != nil; layer = layer.Below {
		mine[layer] = true
	}
	if len(mine) == 0 {
		return counts
	}
	for _, image := range p.inv.Images() {
		for layer := image.Top; layer != nil; layer = layer.Below {
			if mine[layer] {
				counts[layer.ID]++
			}
		}
	}
	return counts
}
