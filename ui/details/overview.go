package details

import (
	"maps"
	"slices"
	"strings"
	"time"

	"jettison/keymap"
	"jettison/model"
	"jettison/model/words"
	"jettison/ui/theme"
)

// compose builds the page.
func (p *Pane) compose() *page {
	g := &page{styles: p.styles, width: max(1, p.width-1), at: p.jumped, marked: p.hold && p.jumped != SectionTop}
	if p.image == nil {
		g.text(p.styles.Dim, "No image.")
		return g
	}
	p.addOverview(g)
	p.addBlockers(g)
	p.addReferences(g)
	p.addFamily(g)
	p.addLayers(g)
	p.addConfig(g)
	p.addLabels(g)
	return g
}

// addOverview adds the age and the size of the image.
func (p *Pane) addOverview(g *page) {
	s, image := p.styles, p.image
	if p.gone {
		g.signed(s.Glyphs.Warning, s.Warn, s.Warn, "This image is gone from the engine.")
	}
	g.fact("Image ID", string(image.ID), s.Text)
	g.fact("Created", p.when(image.Created), s.Text)
	if len(image.Tags) > 0 {
		p.addTagTime(g)
	}
	if by, ok := p.snapshot.Inventory.Pin(model.ImageKey(image.ID, p.ref)); ok {
		g.fact("Pinned by", words.Pin(by), s.Accent)
	}
	p.addPlatform(g)
	g.add("")
	p.addSizes(g)
}

// addTagTime adds when the image was last given a tag. Until that is read, the engine is
// asked.
func (p *Pane) addTagTime(g *page) {
	s, image := p.styles, p.image
	if status := p.snapshot.Facts[model.FactTagTimes].Status; !image.TagTimeRead && !p.gone && status != model.StatusFailed {
		g.fact("Last tagged", "asking the engine"+s.Glyphs.Ellipsis, s.Dim)
		return
	}
	g.fact("Last tagged", p.when(image.LastTagged), s.Text)
}

// when returns how long ago a time was, and its date.
func (p *Pane) when(at time.Time) string {
	ago := words.Ago(p.now, at)
	if ago == words.Unknown {
		return "not known"
	}
	return ago + " " + p.styles.Glyphs.Dot + " " + at.UTC().Format("2006-01-02 15:04 MST")
}

// addProblem explains why there are no details and how to try again.
func (p *Pane) addProblem(g *page) {
	s := p.styles
	g.signed(s.Glyphs.Failed, s.Bad, s.Text, "The engine's details could not be read: "+words.ProblemLine(p.problem))
	if advice := words.Problem(p.problem).Advice; advice != "" {
		g.signed(" ", s.Dim, s.Dim, advice)
	}
	if key, _, ok := p.keys.Hint(keymap.InDetails, keymap.Refresh); ok {
		g.add(theme.Spaces(indent+2) + s.Key.Render(key) + s.Dim.Render(" tries again"))
	}
}

// addSizes shows how much of the image is its own.
func (p *Pane) addSizes(g *page) {
	s, image := p.styles, p.image
	p.addSize(g, "Size", words.Size(image.Size), "")
	if image.SharedSize < 0 {
		fact := p.snapshot.Facts[model.FactShared]
		text := "measuring" + s.Glyphs.Ellipsis
		if fact.Status == model.StatusFailed {
			text = "could not be measured"
			if fact.Problem != nil {
				text += ": " + words.ProblemLine(fact.Problem)
			}
		}
		g.fact("Exclusive", words.Bytes(image.Unique()), s.Strong)
		g.fact("Shared", text, s.Dim)
		return
	}
	unique := image.Unique().Max
	about := ""
	if !p.snapshot.Inventory.Engine.Store.Exact() {
		about = s.Glyphs.About + " "
	}
	p.addSize(g, "Exclusive", about+words.Size(unique), s.Series[0].Render(s.Glyphs.Series[0]))
	p.addSize(g, "Shared", about+words.Size(image.SharedSize), s.Series[1].Render(s.Glyphs.Series[1]))
	if width := min(g.width-indent-2, sizeBar); width >= 10 {
		g.add(theme.Spaces(indent) + s.Stack(width, image.Size, unique, image.SharedSize))
	}
}

// The widths of the sizes and of the bar of their parts.
const (
	sizeWidth = 10
	sizeBar   = 60
)

// addSize adds a size with the sign that it has in the bar.
func (p *Pane) addSize(g *page, label, value, sign string) {
	s := p.styles
	line := theme.Spaces(indent) + s.Dim.Render(s.Fit(label, labelWidth)) + " " + s.Strong.Render(s.FitRight(value, sizeWidth))
	g.add(line + " " + sign)
}

// addReferences lists all names of the image, the one that it is shown by first.
func (p *Pane) addReferences(g *page) {
	s, image := p.styles, p.image
	n := len(image.Tags) + len(image.Digests)
	g.heading(SectionReferences, "References", words.Plural(n, "reference"))
	if n == 0 {
		g.text(s.Dim, "none: nothing names this image but its ID")
		return
	}
	for _, tag := range image.Tags {
		style := s.Text
		if tag == p.ref && len(image.Tags) > 1 {
			style = s.Strong
		}
		g.text(style, tag)
	}
	for _, digest := range image.Digests {
		g.text(s.Dim, digest)
	}
	if p.snapshot.Last != nil {
		return // that list has neither backups nor all that the engine tells of registries
	}
	inv, style := p.snapshot.Inventory, s.Dim
	if inv.Verdict(image) == model.VerdictOnlyCopy {
		style = s.Warn
	}
	g.text(style, words.VerdictOn(inv, image))
}

// addConfig adds how containers of the image start.
func (p *Pane) addConfig(g *page) {
	s, d := p.styles, p.details
	if d == nil {
		return
	}
	g.heading(SectionConfig, "Configuration", "")
	before := len(g.lines)
	g.fact("Entrypoint", strings.Join(d.Entrypoint, " "), s.Text)
	g.fact("Command", strings.Join(d.Cmd, " "), s.Text)
	g.fact("Folder", d.WorkingDir, s.Text)
	g.fact("User", d.User, s.Text)
	g.fact("Ports", strings.Join(d.Ports, ", "), s.Text)
	g.fact("Volumes", strings.Join(d.Volumes, ", "), s.Text)
	label := "Environment"
	for _, env := range d.Env {
		if env != "" {
			g.fact(label, env, s.Text)
			label = ""
		}
	}
	g.fact("Author", d.Author, s.Text)
	g.fact("Comment", d.Comment, s.Text)
	if len(g.lines) == before {
		g.text(s.Dim, "nothing is set")
	}
}

// addLabels lists the labels by name.
func (p *Pane) addLabels(g *page) {
	s := p.styles
	g.heading(SectionLabels, "Labels", words.Plural(len(p.image.Labels), "label"))
	if len(p.image.Labels) == 0 {
		g.text(s.Dim, "none")
		return
	}
	for _, name := range slices.Sorted(maps.Keys(p.image.Labels)) {
		value := p.image.Labels[name]
		if theme.Width(name)+theme.Width(value)+indent+3 <= g.width {
			g.add(theme.Spaces(indent) + s.Dim.Render(name+"=") + value)
			continue
		}
		g.text(s.Dim, name+"=")
		for _, line := range theme.Wrap(value, max(1, g.width-indent-3)) {
			g.add(theme.Spaces(indent+2) + line)
		}
	}
}
