package details

import (
	"strings"

	"jettison/keymap"
	"jettison/model"
	"jettison/model/reference"
	"jettison/model/words"
	"jettison/ui/remedy"
	"jettison/ui/theme"
)

// addBlockers says whether the image can be removed, what blocks that and what can be
// done about it, as the plan of its removal will.
func (p *Pane) addBlockers(g *page) {
	s := p.styles
	note := ""
	if key, _, ok := p.keys.Hint(keymap.InDetails, keymap.Plan); ok && !p.gone && p.snapshot.Last == nil {
		note = key + " plans it"
	}
	g.heading(SectionBlockers, "Removal", note)
	if p.gone {
		g.text(s.Dim, "there is nothing left to remove")
		return
	}
	if inv := p.snapshot.Inventory; inv.Hidden(p.image) {
		g.text(s.Dim, "a step of a build without a name: it goes with the last image built on it")
	} else {
		p.addVerdict(g)
	}
	p.addUsers(g)
}

// addVerdict sums up the plans for the row and for the whole image.
func (p *Pane) addVerdict(g *page) {
	s, inv, image := p.styles, p.snapshot.Inventory, p.image
	all := image.Keys()
	if p.ref != "" && len(all) > 1 {
		p.addUntag(g, all)
	}
	plan := model.Preview(inv, all)
	if plan.Pruned > 0 || inv.CacheShares() { // the bytes are more than the exclusive ones, or fewer
		plan = model.NewPlan(inv, all, nil)
	}
	if len(plan.Steps) == 0 {
		g.text(s.Dim, "there is nothing left to remove")
		return
	}
	step := &plan.Steps[len(plan.Steps)-1]
	unlisted := inv.UnlistedUsers()
	switch {
	case step.Ready && unlisted != nil && unlisted.Problem != nil:
		g.signed(s.Glyphs.Warning, s.Warn, s.Text, words.UnlistedUsers(unlisted))
		return
	case step.Ready && p.snapshot.Facts[model.FactContainers].At.IsZero():
		g.text(s.Dim, "what uses it is not known yet")
		return
	case step.Ready:
		g.signed(s.Glyphs.Done, s.Good, s.Text, "nothing blocks it: removing the image frees "+p.frees(plan))
		return
	}
	for i := range step.Blockers {
		p.addBlocker(g, &step.Blockers[i])
	}
}

// frees says what a plan of just this image gives back. Shared bytes stay, so this is
// as exact as the exclusive bytes are, unless parents go along.
func (p *Pane) frees(plan *model.Plan) string {
	if n := plan.Pruned; n > 0 {
		return words.Bytes(plan.Reclaim) + ", " + words.Plural(n, "untagged parent") + " included"
	}
	if plan.Cached > 0 {
		return words.Bytes(plan.Reclaim) + "; the build cache may keep the rest"
	}
	unique := p.image.Unique()
	unique.About = unique.About || !plan.Engine.Store.Exact()
	if p.image.SharedSize > 0 {
		return words.Bytes(unique) + "; other images keep the shared " + words.Size(p.image.SharedSize)
	}
	return words.Bytes(unique)
}

// addUntag says what removing just this reference does.
func (p *Pane) addUntag(g *page, all []model.Key) {
	s := p.styles
	others := make([]string, 0, len(all))
	for _, key := range all {
		if key.Ref != p.ref {
			others = append(others, key.Ref)
		}
	}
	blocker := model.Blocker{Kind: model.BlockerReference, Refs: others}
	g.signed(s.Glyphs.Arrow, s.Accent, s.Text, "removing just "+reference.Short(p.ref)+": "+words.Blocker(&blocker, p.now))
}

// addBlocker explains a blocker. The keys of remedies work in the plan, so those of the
// plan are shown.
func (p *Pane) addBlocker(g *page, b *model.Blocker) {
	s := p.styles
	g.signed(s.Glyphs.Blocked, s.Warn, s.Warn, words.Blocker(b, p.now))
	engine, tagged := p.snapshot.Inventory.Engine, len(p.image.Tags) > 0
	for _, choice := range b.Remedies {
		if choice == model.RemedySkip {
			continue
		}
		key, _, ok := p.keys.Hint(keymap.InPlan, remedy.Action(choice))
		if !ok {
			continue
		}
		lead := "    "
		lines := theme.Wrap(words.Remedy(choice, b, engine, tagged), max(1, g.width-len(lead)-theme.Width(key)-2))
		for i, line := range lines {
			if i == 0 {
				g.add(lead + s.Key.Render(key) + " " + s.Dim.Render(line))
				continue
			}
			g.add(lead + theme.Spaces(theme.Width(key)+1) + s.Dim.Render(strings.TrimLeft(line, " ")))
		}
	}
}

// addUsers lists what uses the image: the containers created from it, those that mount it,
// and the swarm services that name it.
func (p *Pane) addUsers(g *page) {
	s, inv := p.styles, p.snapshot.Inventory
	if !inv.InUse(p.image.ID) {
		fact := p.snapshot.Facts[model.FactContainers]
		switch {
		case fact.Status == model.StatusFailed && fact.At.IsZero():
			g.signed(s.Glyphs.Warning, s.Warn, s.Text, "the containers could not be listed, so there may be some")
		case fact.At.IsZero():
			g.text(s.Dim, "listing containers"+s.Glyphs.Ellipsis)
		case fact.Status == model.StatusFailed:
			g.text(s.Dim, "no container or service used it when they could last be listed")
		case inv.ServicesRefused() != "":
			g.text(s.Dim, "no container uses it; the engine does not tell of services")
		default:
			g.text(s.Dim, "no container or service uses it")
		}
		return
	}
	var created, mounting []*model.Container
	for _, c := range inv.Users(p.image.ID) {
		if c.CreatedFrom(p.image.ID) {
			created = append(created, c)
		} else {
			mounting = append(mounting, c)
		}
	}
	p.addContainers(g, created, " created from it")
	p.addContainers(g, mounting, " that only mount it")
	for _, service := range inv.ServicesOf(p.image.ID) {
		g.add("")
		g.text(s.Dim, words.Service(service))
	}
}

// addContainers lists containers with the bytes that each takes.
func (p *Pane) addContainers(g *page, containers []*model.Container, what string) {
	s := p.styles
	if len(containers) == 0 {
		return
	}
	g.add("")
	g.text(s.Dim, words.Plural(len(containers), "container")+what)
	for _, c := range containers {
		sign, style := p.stateSign(c.State)
		state := words.ContainerState(c, p.now)
		room := max(1, g.width-indent-6-theme.Width(state)-sizeWidth)
		name := s.CutStart(c.Name, room)
		line := theme.Spaces(indent) + style.Render(sign) + " " + s.Strong.Render(name) + "  " + s.Dim.Render(state)
		size := words.Size(c.Size)
		if gap := g.width - theme.Width(line) - theme.Width(size) - 1; c.Size > 0 && gap > 1 {
			line += theme.Spaces(gap) + s.Dim.Render(size)
		}
		g.add(line)
	}
}

// stateSign returns the glyph of a container's state.
func (p *Pane) stateSign(state model.ContainerState) (string, theme.Style) {
	s := p.styles
	switch state {
	case model.StateRunning, model.StateRestarting:
		return s.Glyphs.Running, s.Good
	case model.StatePaused:
		return s.Glyphs.Paused, s.Warn
	case model.StateCreated:
		return s.Glyphs.Created, s.Dim
	default:
		return s.Glyphs.Exited, s.Dim
	}
}
