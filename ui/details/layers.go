package details

import (
	"slices"
	"strings"

	"jettison/model"
	"jettison/model/layers"
	"jettison/model/words"
	"jettison/ui/theme"
)

// The widths of the layers' columns, and the width from which long instructions wrap
// instead of being cut.
const (
	layerSize  = 8
	layerBar   = 8
	layerUsers = 5
	wrapFrom   = 72
)

// addLayers lists the layers, the base first, with the instructions that made them.
func (p *Pane) addLayers(g *page) {
	s, d := p.styles, p.details
	g.heading(SectionLayers, "Layers", p.layerNote())
	if d == nil {
		p.addUnread(g)
		return
	}
	if len(d.Layers) == 0 {
		g.text(s.Dim, "the engine tells no history of this image")
		return
	}
	if !d.Aligned {
		g.signed(s.Glyphs.About, s.Warn, s.Dim, "which instruction made which empty layer is not certain")
	}
	users := p.layerUsers()
	largest := int64(1)
	for i := range d.Layers {
		largest = max(largest, d.Layers[i].Size)
	}
	head := theme.Spaces(indent) + s.FitRight("SIZE", layerSize)
	if users != nil {
		head += " " + s.FitRight("USED", layerUsers)
	}
	g.add(s.Header.Render(head + "  " + s.Fit("", layerBar) + "  INSTRUCTION"))
	for i := range d.Layers {
		p.addLayer(g, &d.Layers[i], largest, users)
	}
	if users != nil {
		g.text(s.Dim, "USED: how many other images have the layer")
	}
}

func (p *Pane) layerNote() string {
	if p.image.Top != nil {
		return words.Plural(p.image.Top.Depth, "layer") + ", the base first"
	}
	if p.details == nil {
		return ""
	}
	n := 0
	for i := range p.details.Layers {
		if !p.details.Layers[i].Empty {
			n++
		}
	}
	return words.Plural(n, "layer") + ", the base first"
}

// addUnread explains why there is no history.
func (p *Pane) addUnread(g *page) {
	s := p.styles
	switch {
	case p.problem != nil:
		g.signed(s.Glyphs.Failed, s.Bad, s.Text, "the engine's history of the image could not be read")
	case p.gone:
		g.text(s.Dim, "not known")
	default:
		g.text(s.Dim, "reading what made them"+s.Glyphs.Ellipsis)
	}
}

// addLayer adds one step of the history.
func (p *Pane) addLayer(g *page, step *model.HistoryStep, largest int64, users map[layers.ChainID]sharing) {
	s := p.styles
	size, bar, style := s.Glyphs.Dot, theme.Spaces(layerBar), s.Dim
	if !step.Empty {
		size, style = words.Size(step.Size), s.Text
		bar = s.Bar(layerBar, float64(step.Size)/float64(largest), s.Accent)
	}
	lead := theme.Spaces(indent) + s.Dim.Render(s.FitRight(size, layerSize))
	if !step.Empty && step.Size*10 >= p.image.Size {
		lead = theme.Spaces(indent) + s.Strong.Render(s.FitRight(size, layerSize))
	}
	if users != nil {
		lead += " " + s.Dim.Render(s.FitRight(p.usersWords(step, users), layerUsers))
	}
	if g.width >= 44 {
		lead += "  " + bar
	}
	lead += "  "
	text := shorten(step)
	room := max(1, g.width-theme.Width(lead)-1)
	blank := theme.Spaces(theme.Width(lead))
	defer p.addSharers(g, blank, users[step.Layer])
	if g.width < wrapFrom {
		g.add(lead + style.Render(s.Cut(text, room)))
		return
	}
	for i, line := range theme.Wrap(text, room) {
		if i > 0 {
			lead, line = blank, "  "+strings.TrimLeft(line, " ")
		}
		g.add(lead + style.Render(s.Cut(line, room)))
	}
}

// addSharers names the images that share the layers up to one, and none above it.
func (p *Pane) addSharers(g *page, blank string, shared sharing) {
	if len(shared.with) == 0 {
		return
	}
	const named = 2
	names := shared.with[:min(named, len(shared.with))]
	text := strings.Join(names, ", ")
	if more := shared.users - len(names); more > 0 {
		text += " and " + words.Count(more) + " more"
	}
	s := p.styles
	g.add(blank + s.Faint.Render(s.Glyphs.Arrow) + " " + s.Dim.Render(s.Cut("up to here in "+text, max(1, g.width-theme.Width(blank)-4))))
}

func (p *Pane) usersWords(step *model.HistoryStep, users map[layers.ChainID]sharing) string {
	shared, ok := users[step.Layer]
	switch {
	case step.Empty || !ok:
		return ""
	case shared.users == 0:
		return p.styles.Glyphs.None
	}
	return words.Count(shared.users)
}

// shorten puts an instruction on one line, with single spaces.
func shorten(step *model.HistoryStep) string {
	text := strings.Join(strings.Fields(step.Instruction), " ")
	if text == "" {
		return "(not told)"
	}
	return text
}

// sharing tells which other images have a layer.
type sharing struct {
	users int      // how many others
	with  []string // the names of those that have none of the layers above it, tags first
}

// layerUsers returns for each layer of the image which other images have it; nil while
// the layers of some image are unknown.
func (p *Pane) layerUsers() map[layers.ChainID]sharing {
	inv, top := p.snapshot.Inventory, p.image.Top
	if top == nil || !inv.Layered() {
		return nil
	}
	// with[d] are the others that share exactly the lowest d layers.
	with := make([][]*model.Image, top.Depth+1)
	for _, other := range inv.Images() {
		if other.ID != p.image.ID && !inv.Hidden(other) {
			depth := common(top, other.Top)
			with[depth] = append(with[depth], other)
		}
	}
	users := make(map[layers.ChainID]sharing, top.Depth)
	sum := 0
	for layer := top; layer != nil; layer = layer.Below {
		sum += len(with[layer.Depth])
		users[layer.ID] = sharing{sum, names(with[layer.Depth])}
	}
	return users
}

// names returns the names of images, those with references first.
func names(images []*model.Image) []string {
	slices.SortFunc(images, func(a, b *model.Image) int {
		if a.Unnamed() != b.Unnamed() {
			return len(b.Refs()) - len(a.Refs())
		}
		return strings.Compare(a.Name(), b.Name())
	})
	names := make([]string, len(images))
	for i, image := range images {
		names[i] = image.Name()
	}
	return names
}

// common counts the layers that two images share, from the base up.
func common(a, b *layers.Layer) int {
	for a != b {
		switch {
		case a == nil || b == nil:
			return 0
		case a.Depth > b.Depth:
			a = a.Below
		case b.Depth > a.Depth:
			b = b.Below
		default:
			a, b = a.Below, b.Below
		}
	}
	if a == nil {
		return 0
	}
	return a.Depth
}
