package plan

import (
	"fmt"
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"jettison/keymap"
	"jettison/model"
	"jettison/model/words"
	"jettison/ui/pane"
	"jettison/ui/remedy"
	"jettison/ui/table"
	"jettison/ui/theme"
)

func columns() []table.Column {
	return []table.Column{
		{ID: "step", Title: "STEP", Min: 8, Ideal: 11},
		{ID: "what", Title: "WHAT", Min: 20, Ideal: 22, Flex: 2, CutStart: true},
		{ID: "frees", Title: "FREES", Align: table.Right, Min: 9, Ideal: 13, Whole: true},
		{ID: "why", Title: "WHY", Min: 10, Ideal: 32, Flex: 3, Drop: 1},
	}
}

// rows adapts the plan's steps to the table.
type rows struct{ pane *Pane }

// Len is part of table.Rows.
func (r rows) Len() int { return len(r.pane.plan.Steps) }

// Flags is part of table.Rows.
func (r rows) Flags(i int) table.Flags {
	if r.pane.plan.Steps[i].Chosen.Has(model.RemedySkip) && !r.pane.plan.Steps[i].Ready {
		return table.Dimmed
	}
	return 0
}

// Cell is part of table.Rows.
func (r rows) Cell(i, column int) table.Cell {
	p := r.pane
	step := &p.plan.Steps[i]
	switch column {
	case 0:
		return p.stepCell(step)
	case 1:
		return p.whatCell(step)
	case 2:
		return p.freesCell(step)
	}
	return table.Cell{Text: p.why(step), Style: p.whyStyle(step)}
}

func (p *Pane) stepCell(step *model.Step) table.Cell {
	g := &p.styles.Glyphs
	switch {
	case step.Chosen.Has(model.RemedySkip) && !step.Ready:
		return table.Cell{Text: g.Waiting + " skip", Style: p.styles.Dim}
	case !step.Ready:
		return table.Cell{Text: g.Blocked + " blocked", Style: p.styles.Warn}
	case step.Action == model.ActionRemove && (step.Stop || step.Force || step.Volume() != nil && step.Chosen.Has(model.RemedyWithoutBackup)):
		return table.Cell{Text: g.Warning + " " + words.Verb(step), Style: p.styles.Bad}
	}
	return table.Cell{Text: g.Arrow + " " + words.Verb(step), Style: p.styles.Accent}
}

func (p *Pane) whatCell(step *model.Step) table.Cell {
	cell := table.Cell{Prefix: words.KindPrefix(step.Thing.Target().Kind), Text: step.Subject()}
	if more := len(step.Refs) - 1; more > 0 {
		cell.Suffix = " +" + words.Count(more)
	}
	return cell
}

func (p *Pane) freesCell(step *model.Step) table.Cell {
	if !step.Ready || !step.Frees() {
		return table.Cell{Text: words.Unknown, Style: p.styles.Faint}
	}
	return table.Cell{Text: words.Bytes(step.Reclaim)}
}

func (p *Pane) why(step *model.Step) string {
	switch {
	case step.Removes(model.KindContainer):
		return words.ContainerState(step.Container(), p.now)
	case step.Chosen.Has(model.RemedySkip) && !step.Ready:
		return "left alone"
	case step.Ready && step.Removes(model.KindVolume):
		return words.VolumeStep(step)
	case len(step.Blockers) > 0:
		return p.blockerWords(&step.Blockers[0])
	case step.Added == model.RemedyMarkDescendants:
		return words.AddedDescendant(step)
	case step.Removes(model.KindCache):
		return words.CacheRemoval(step)
	case step.Verdict != model.VerdictOnlyCopy && len(step.Prunes) > 0:
		return "with " + words.Plural(len(step.Prunes), "untagged parent")
	}
	return words.Verdict(step.Verdict)
}

func (p *Pane) blockerWords(b *model.Blocker) string { return words.Blocker(b, p.now) }

func (p *Pane) whyStyle(step *model.Step) theme.Style {
	if step.Ready && step.Verdict != model.VerdictOnlyCopy {
		return p.styles.Dim
	}
	return p.styles.Warn
}

// SetStyles changes the styles.
func (p *Pane) SetStyles(styles *theme.Styles) {
	p.styles = styles
	p.table.SetStyles(styles)
}

// SetSize changes the size in cells that View fills.
func (p *Pane) SetSize(width, height int) {
	p.width, p.height = width, height
	p.table.SetSize(width, max(1, height-len(p.head())-p.below()))
}

// below returns how many lines the words about the current step get: as many as the
// longest words need, so that they don't jump with the cursor, but the table keeps some
// rows.
func (p *Pane) below() int {
	const header, rows = 1, 5
	title := len(p.head())
	least := 8
	switch {
	case p.height < 10:
		return 0
	case p.height < 16:
		least = 4
	}
	return max(least, min(1+p.most, p.height-title-header-min(rows, len(p.plan.Steps))))
}

// wordLines is how many lines words needs for a step that is blocked.
func wordLines(step *model.Step) int {
	lines := 1
	for _, o := range remedies(step) {
		lines += 1 + len(o.choices)
	}
	if words.Stranded(step) != "" {
		lines++
	}
	return lines
}

// An offer is a blocker with the remedies that no blocker before it has.
type offer struct {
	blocker *model.Blocker
	choices []model.Remedy
}

func remedies(step *model.Step) []offer {
	var all []offer
	listed := map[model.Remedy]bool{}
	for i := range step.Blockers {
		o := offer{blocker: &step.Blockers[i]}
		for _, choice := range o.blocker.Remedies {
			if !listed[choice] {
				listed[choice] = true
				o.choices = append(o.choices, choice)
			}
		}
		all = append(all, o)
	}
	return all
}

// Click moves the cursor to the step at a cell.
func (p *Pane) Click(x, y int) {
	if hit := p.table.Hit(x, y-len(p.head())); hit.Row >= 0 {
		p.table.SetCursor(hit.Row)
	}
}

// Wheel scrolls the steps.
func (p *Pane) Wheel(rows int) { p.table.Wheel(rows) }

// View draws the plan.
func (p *Pane) View() string {
	lines := append(p.head(), p.table.View())
	if n := p.below(); n > 0 {
		line := p.words()
		lines = append(lines, p.styles.Faint.Render(strings.Repeat(p.styles.Glyphs.Line, p.width)))
		for i := range n - 1 {
			text := ""
			if i < len(line) {
				text = line[i]
			}
			lines = append(lines, text)
		}
	}
	return strings.Join(lines, "\n")
}

// head draws what stands above the steps.
func (p *Pane) head() []string {
	lines := []string{p.title()}
	if unsaved := words.UnsavedVolumes(p.plan); unsaved != "" {
		lines = append(lines, p.styles.Bad.Render(p.styles.Cut(" "+p.styles.Glyphs.Warning+" "+unsaved, p.width-1)))
	}
	if saved := p.backupWords(); saved != "" {
		lines = append(lines, p.styles.Good.Render(p.styles.Cut(" "+saved, p.width-1)))
	}
	for _, note := range []string{words.Kept(p.plan), words.Leaves(p.plan), words.Cached(p.plan), words.HeldBack(p.plan)} {
		if note != "" {
			lines = append(lines, p.styles.Dim.Render(p.styles.Cut(" "+note, p.width-1)))
		}
	}
	return append(lines, p.styles.Faint.Render(strings.Repeat(p.styles.Glyphs.Line, p.width)))
}

// title sums up the plan. On a narrow screen it leaves out what matters least.
func (p *Pane) title() string {
	s, plan := p.styles, p.plan
	var parts []titlePart
	add := func(when bool, text string, style theme.Style, rank int) {
		if when {
			parts = append(parts, titlePart{style.Render(text), rank})
		}
	}
	removals, _ := plan.Ready()
	removals[model.KindImage] = plan.Images // untagged parents among them
	lost, first := len(plan.Lost), true
	add(true, " Plan", s.Title, 0)
	add(p.policy != "", s.Cut("of the policy "+p.policy, p.width/2), s.Text, 1)
	var counts []string
	words.Amounts{Things: removals, Platforms: plan.Platforms}.Each(func(n int, sort words.Sort) {
		counts = append(counts, words.Plural(n, sort.Noun))
		style, rank := s.Strong, 2
		if sort.Kind == model.KindContainer {
			style = s.Bad // what it has written does not come back
		}
		if first {
			rank = 1 // it stays on narrow screens
		}
		add(true, sort.Takes+" "+words.Plural(n, sort.Noun), style, rank)
		first = false
	})
	add(plan.Untags > 0, "untags "+words.Count(plan.Untags), s.Text, 4)
	add(!first, "frees "+words.Bytes(plan.Reclaim), s.Strong, 1)
	add(plan.Blocked > 0, s.Glyphs.Blocked+" "+words.Count(plan.Blocked)+" blocked", s.Warn, 3)
	blocked := s.Warn.Render(s.Glyphs.Blocked + " " + words.Count(plan.Blocked) + " blocked")
	add(plan.OnlyCopies > 0, s.Glyphs.Warning+" "+onlyCopies(plan.OnlyCopies), s.Warn, 4)
	add(plan.Skipped > 0, words.Count(plan.Skipped)+" skipped", s.Dim, 6)
	add(lost > 0, words.Plural(lost, "mark")+" gone meanwhile", s.Warn, 5)
	dot := s.Faint.Render(" " + s.Glyphs.Dot + " ")
	for rank := 6; ; rank-- {
		texts := make([]string, len(parts))
		for i, part := range parts {
			texts[i] = part.text
		}
		line := strings.Join(texts, dot)
		if rank == 2 && theme.Width(line) > p.width {
			// No kind of thing that goes may be missing: all are counted in one part, behind the figure.
			line = strings.Join([]string{texts[0], s.Strong.Render("frees " + words.Bytes(plan.Reclaim)), s.Strong.Render(strings.Join(counts, ", "))}, dot)
			if plan.Blocked > 0 {
				line += dot + blocked
			}
			return ansi.Truncate(line, p.width, s.Glyphs.Ellipsis)
		}
		if theme.Width(line) <= p.width || rank < 2 {
			return ansi.Truncate(line, p.width, s.Glyphs.Ellipsis)
		}
		parts = slices.DeleteFunc(parts, func(part titlePart) bool { return part.rank == rank })
	}
}

func onlyCopies(n int) string {
	if n == 1 {
		return "1 only copy"
	}
	return words.Count(n) + " only copies"
}

// titlePart is a part of the title. The part with the highest rank is left out first.
type titlePart struct {
	text string
	rank int
}

// words explains the step under the cursor and what can be done about it.
func (p *Pane) words() []string {
	s := p.styles
	if p.notice != "" {
		style := s.Warn
		if p.armed == model.RemedyWithoutBackup {
			style = s.Bad
		}
		return []string{" " + style.Render(s.Cut(s.Glyphs.Warning+" "+p.notice, p.width-2))}
	}
	step, ok := p.Current()
	if !ok {
		return []string{" " + s.Dim.Render("There is nothing to remove.")}
	}
	lines := []string{" " + s.Strong.Render(s.Cut(p.headline(step), p.width-2))}
	if step.Removes(model.KindContainer) {
		lines = append(lines, " "+s.Dim.Render(words.ContainerRemoval(step)))
	}
	if step.For != nil {
		return lines
	}
	unlisted := words.UnlistedUsers(p.plan.UnlistedUsers)
	if step.Ready {
		for _, warning := range []string{words.Stranded(step), words.ServicesRefused(p.plan), unlisted} {
			if warning != "" {
				lines = append(lines, " "+s.Warn.Render(s.Cut(s.Glyphs.Warning+" "+warning, p.width-2)))
			}
		}
	}
	for _, o := range remedies(step) {
		lines = append(lines, " "+s.Warn.Render(s.Glyphs.Blocked)+" "+s.Cut(p.blockerWords(o.blocker), p.width-4))
		for _, choice := range o.choices {
			lines = append(lines, p.remedyLine(step, o.blocker, choice))
		}
	}
	if v := step.Volume(); v != nil && step.Ready {
		lines = append(lines, p.volumeLines(step)...)
	}
	if len(step.Blockers) == 0 {
		if unlisted == "" {
			lines = append(lines, " "+s.Dim.Render("nothing blocks it"))
		}
		lines = append(lines, p.unblockedLines(step)...)
	}
	return lines
}

// unblockedLines say what a step that nothing blocks takes for good, and what with it.
func (p *Pane) unblockedLines(step *model.Step) (lines []string) {
	s := p.styles
	switch {
	case step.Removes(model.KindCache):
		lines = append(lines, " "+s.Dim.Render(s.Cut(words.CacheRemoval(step), p.width-2)))
	case step.Removes(model.KindImage):
		lines = append(lines, " "+p.whyStyle(step).Render(s.Cut(words.VerdictOn(p.inv, step.Image()), p.width-2)))
	case step.RemovesPlatform():
		lines = append(lines, " "+p.whyStyle(step).Render(s.Cut(words.PlatformVerdict(step), p.width-2)),
			" "+s.Dim.Render(s.Cut("the image stays; "+words.PlatformFiles(p.plan), p.width-2)))
	}
	if n := len(step.Prunes); n > 0 {
		lines = append(lines, " "+s.Dim.Render(fmt.Sprintf("together with %s of its build", words.Plural(n, "untagged parent"))))
	}
	return lines
}

// volumeLines say what becomes of what is in a volume that goes.
func (p *Pane) volumeLines(step *model.Step) []string {
	s, v := p.styles, step.Volume()
	if step.Chosen.Has(model.RemedyWithoutBackup) {
		return []string{" " + s.Bad.Render(s.Cut(s.Glyphs.Warning+" it goes WITHOUT A BACKUP: nothing brings it back", p.width-2))}
	}
	lines := []string{" " + s.Good.Render(s.Cut(words.Saved(v), p.width-2))}
	if !v.Mounted() {
		lines = append(lines, " "+s.Dim.Render(s.Cut(words.NotSaved, p.width-2)))
	}
	return lines
}

func (p *Pane) headline(step *model.Step) string {
	text := words.Step(step, p.styles.Glyphs.Dot)
	return strings.ToUpper(text[:1]) + text[1:]
}

func (p *Pane) remedyLine(step *model.Step, b *model.Blocker, choice model.Remedy) string {
	s := p.styles
	key, _, ok := p.keys.Hint(keymap.InPlan, remedy.Action(choice))
	if !ok {
		key = s.Glyphs.Dot // no key chooses it
	}
	sign := "  "
	style := s.Text
	if step.Chosen.Has(choice) {
		sign, style = s.Glyphs.Done+" ", s.Accent
	}
	text := words.Remedy(choice, b, p.inv.Engine, step.Tagged())
	return "   " + s.Accent.Render(sign) + s.Key.Render(key) + " " + style.Render(s.Cut(text, p.width-10))
}

// Footer sums up what the plan frees as it stands.
func (p *Pane) Footer(string) string {
	return pane.Worth(p.styles, p.width, model.CountKeys(p.marks), p.plan.Reclaim, p.plan.Blocked)
}

// Hints returns the actions that the footer offers.
func (p *Pane) Hints() []keymap.Action {
	if p.plan.Blocked+p.plan.Skipped == 0 {
		return []keymap.Action{keymap.Confirm, keymap.BackUp, keymap.Back, keymap.Help}
	}
	return []keymap.Action{keymap.Confirm, keymap.ApplyAll, keymap.BackUp, keymap.Back, keymap.Help}
}
