package details

import (
	"jettison/model"
	"jettison/model/words"
	"jettison/ui/theme"
)

// addPlatform adds the platforms of the image and what the store has of each, or its one
// platform.
func (p *Pane) addPlatform(g *page) {
	s := p.styles
	switch {
	case len(p.image.Manifests) > 1:
		p.addManifests(g)
	case p.details != nil:
		g.fact("Platform", p.details.Platform, s.Text)
	case p.problem == nil && !p.gone:
		g.fact("Platform", "asking the engine"+s.Glyphs.Ellipsis, s.Dim)
	}
	if p.problem != nil && p.details == nil {
		p.addProblem(g)
	}
}

// addManifests adds a line for each manifest of the image.
func (p *Pane) addManifests(g *page) {
	s, widest := p.styles, 0
	for i := range p.image.Manifests {
		widest = max(widest, theme.Width(words.ManifestName(&p.image.Manifests[i])))
	}
	label := "Platforms"
	for i := range p.image.Manifests {
		m := &p.image.Manifests[i]
		sign, style := s.Glyphs.Done, s.Text
		if !m.Available {
			sign, style = s.Glyphs.None, s.Dim
		}
		if m.Kind != model.ManifestPlatform {
			style = s.Dim
		}
		line := s.Dim.Render(s.Fit(label, labelWidth)) + " " + style.Render(sign+" "+s.Fit(words.ManifestName(m), widest)+"  "+words.ManifestBytes(m))
		g.add(theme.Spaces(indent) + line)
		label = ""
	}
}
