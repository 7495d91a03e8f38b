package inspect

import (
	"slices"
	"strconv"
	"strings"

	"jettison/model"
	"jettison/ui/theme"
)

// labelCells is the room for the name of a fact.
const labelCells = 12

// write makes all lines.
func (p *Pane) write() {
	s := p.styles
	title := p.ref
	if title == "" {
		title = p.image.Name()
	}
	for _, line := range theme.Wrap(title, p.inside()) {
		p.add(s.Title.Render(s.Cut(line, p.inside())))
	}
	p.facts()
	p.starts[SectionBlockers] = len(p.lines) + 1
	p.blockers()
	p.containers()
	p.family("Built on", p.inv.Ancestors(p.image), "")
	p.family("Built on it", p.inv.Descendants(p.image), "nothing")
	p.names("Labels", p.labels())
	p.starts[SectionLayers] = len(p.lines) + 1
	p.layers()
	p.settings()
}

func (p *Pane) add(line string) { p.lines = append(p.lines, line) }

func (p *Pane) heading(title, figure string) {
	s := p.styles
	line := s.Strong.Render(s.Cut(title, p.inside()))
	if figure != "" && theme.Width(line)+2+theme.Width(figure) <= p.inside() {
		line += s.Dim.Render("  " + figure)
	}
	p.add("")
	p.add(line)
}

// fact writes a name and its value, wrapped under itself; no value, no line.
func (p *Pane) fact(name, value string) {
	s := p.styles
	if value == "" {
		return
	}
	label := s.Dim.Render(s.Fit(name, labelCells))
	for _, line := range theme.Wrap(value, max(1, p.inside()-labelCells)) {
		p.add(label + line)
		label = theme.Spaces(labelCells)
	}
}

// text writes a line with an indent, cut to the width.
func (p *Pane) text(style theme.Style, text string) {
	p.add("  " + style.Render(p.styles.Cut(text, p.inside()-2)))
}

func (p *Pane) facts() {
	image := p.image
	p.fact("ID", string(image.ID))
	for i, tag := range image.Tags {
		name := ""
		if i == 0 {
			name = "tags"
		}
		p.fact(orBlank(name), tag)
	}
	for i, digest := range image.Digests {
		name := ""
		if i == 0 {
			name = "digests"
		}
		p.fact(orBlank(name), digest)
	}
	if len(image.Digests) == 0 {
		p.fact("digests", "none: it can't be pulled again")
	}
	p.fact("size", theme.Size(image.Size)+p.sharing())
	if p.details != nil {
		p.fact("platform", p.details.Platform)
	}
	p.fact("created", p.when(image.Created.IsZero() || image.Created.Unix() <= 0, image))
	if !image.LastTagged.IsZero() {
		p.fact("last tagged", image.LastTagged.Local().Format("2006-01-02 15:04")+", "+model.Age(p.now, image.LastTagged)+" ago")
	}
	if p.problem != nil {
		for _, line := range theme.Wrap(p.problem.Error(), p.inside()-2) {
			p.add(p.styles.Warn.Render(p.styles.Glyphs.Warning) + " " + line)
		}
		p.text(p.styles.Dim, "r tries again")
	}
}

func orBlank(name string) string {
	if name == "" {
		return " "
	}
	return name
}

func (p *Pane) when(unknown bool, image *model.Image) string {
	if unknown {
		return "not told"
	}
	return image.Created.Local().Format("2006-01-02 15:04") + ", " + model.Age(p.now, image.Created) + " ago"
}

func (p *Pane) sharing() string {
	if p.image.SharedSize < 0 {
		return ""
	}
	about := ""
	if !p.inv.Engine.Store.Exact() {
		about = p.styles.Glyphs.About
	}
	return ": " + about + theme.Size(p.image.Unique().Min) + " of its own, " + theme.Size(p.image.SharedSize) + " shared"
}

// blockers say what stops the image from going.
func (p *Pane) blockers() {
	s := p.styles
	keys := make([]model.Key, 0, len(p.image.Tags))
	for _, tag := range p.image.Tags {
		keys = append(keys, model.Key{ID: p.image.ID, Ref: tag})
	}
	if len(keys) == 0 {
		keys = append(keys, model.Key{ID: p.image.ID})
	}
	plan := model.NewPlan(p.inv, keys, nil)
	var found []string
	for i := range plan.Steps {
		for j := range plan.Steps[i].Blockers {
			found = append(found, plan.Steps[i].Blockers[j].Words(p.now))
		}
	}
	if len(found) == 0 {
		p.heading("Removal", "")
		p.text(s.Good, s.Glyphs.Done+" nothing blocks it; "+plan.Reclaim.String()+" come back")
		return
	}
	p.heading("Removal", "blocked")
	for _, words := range found {
		mark := s.Warn.Render(s.Glyphs.Blocked) + " "
		for _, line := range theme.Wrap(words, max(1, p.inside()-4)) {
			p.add("  " + mark + line)
			mark = "  "
		}
	}
}

func (p *Pane) containers() {
	users := p.inv.Users(p.image.ID)
	if len(users) == 0 {
		return
	}
	p.heading("Containers", strconv.Itoa(len(users)))
	for _, c := range users {
		style := p.styles.Text
		if c.State.Running() {
			style = p.styles.Good
		}
		p.text(style, c.Words(p.now))
	}
}

// family lists related images; none is said in a word, or not at all.
func (p *Pane) family(title string, images []*model.Image, none string) {
	visible := slices.DeleteFunc(slices.Clone(images), p.inv.Hidden)
	if len(visible) == 0 && none == "" {
		return
	}
	p.heading(title, countOrWord(len(visible), none))
	slices.SortFunc(visible, func(a, b *model.Image) int { return strings.Compare(a.Name(), b.Name()) })
	for _, image := range visible {
		size := theme.Size(image.Size)
		room := p.inside() - 2 - 1 - theme.Width(size)
		p.add("  " + p.styles.Fit(image.Name(), max(0, room)) + " " + p.styles.Dim.Render(size))
	}
}

func countOrWord(n int, none string) string {
	if n == 0 {
		return none
	}
	return strconv.Itoa(n)
}

func (p *Pane) labels() []string {
	labels := make([]string, 0, len(p.image.Labels))
	for name, value := range p.image.Labels {
		labels = append(labels, name+"="+value)
	}
	slices.Sort(labels)
	return labels
}

// names lists texts under a heading, wrapped; none, no heading.
func (p *Pane) names(title string, texts []string) {
	if len(texts) == 0 {
		return
	}
	p.heading(title, strconv.Itoa(len(texts)))
	for _, text := range texts {
		for i, line := range theme.Wrap(text, max(1, p.inside()-4)) {
			if i > 0 {
				line = "  " + line
			}
			p.add("  " + line)
		}
	}
}

// settings are what a container of the image starts with.
func (p *Pane) settings() {
	d := p.details
	if d == nil {
		return
	}
	p.heading("Runs", "")
	before := len(p.lines)
	p.fact("entrypoint", strings.Join(d.Entrypoint, " "))
	p.fact("command", strings.Join(d.Cmd, " "))
	p.fact("user", d.User)
	p.fact("directory", d.WorkingDir)
	p.fact("ports", strings.Join(d.Ports, ", "))
	p.fact("volumes", strings.Join(d.Volumes, ", "))
	p.fact("author", d.Author)
	p.fact("comment", d.Comment)
	if len(p.lines) == before {
		p.text(p.styles.Dim, "nothing is set")
	}
	p.names("Environment", d.Env)
}
