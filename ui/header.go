package ui

import (
	"strings"
	"time"

	"jettison/keymap"
	"jettison/model"
	"jettison/model/words"
	"jettison/ui/pane"
	"jettison/ui/theme"
)

// diskBar is how many cells the header's bar of the images' bytes takes.
const diskBar = 16

// header names the engine and tells how current the screen is.
func (m *Model) header() string {
	s := m.styles
	left := " " + s.Title.Render("jettison")
	if m.opts.ReadOnly != "" {
		left += s.Faint.Render(" "+s.Glyphs.Dot+" ") + s.Accent.Render("read-only")
	}
	if m.session == nil {
		return left
	}
	e := m.snapshot.Inventory.Engine
	address := m.opts.Address
	if m.demo {
		address = "the demo"
	}
	right := m.linkWords()
	for _, word := range []string{address, strings.TrimSpace(e.Product + " " + e.Version), e.Driver} {
		room := m.width - theme.Width(left) - theme.Width(right) - 6
		if word != "" && room > 6 {
			left += s.Faint.Render(" "+s.Glyphs.Dot+" ") + s.Dim.Render(s.Cut(word, min(room, m.width/2)))
		}
	}
	return m.sides(left, right)
}

// linkWords tell whether the screen follows the engine.
func (m *Model) linkWords() string {
	s := m.styles
	if m.snapshot.Last != nil && m.snapshot.Link != model.LinkStale {
		return m.listingWords()
	}
	switch m.snapshot.Link {
	case model.LinkLive:
		return s.Dim.Render(m.layerWords()) + s.Good.Render(s.Glyphs.Live) + s.Dim.Render(" live ")
	case model.LinkStale:
		text, wide := " stale since "+clockTime(m.snapshot.StaleFrom), 80
		if last := m.snapshot.Last; last != nil {
			text, wide = " as of "+listedAt(last.At, m.opts.Now())+","+text, 110
		}
		if at := m.snapshot.RetryAt; !at.IsZero() && m.width >= wide {
			text += ", next try " + clockTime(at)
		}
		return s.Warn.Render(s.Glyphs.Stale + text + " ")
	case model.LinkConnecting:
	}
	return s.Dim.Render("connecting" + s.Glyphs.Ellipsis + " ")
}

// layerWords tell how many images' layers are still to be read; until then ancestry
// is incomplete.
func (m *Model) layerWords() string {
	layers, images := m.snapshot.Facts[model.FactLayers], m.snapshot.Facts[model.FactImages]
	if !layers.At.IsZero() || layers.Status == model.StatusFailed || images.At.IsZero() {
		return ""
	}
	text := "reading layers" + m.styles.Glyphs.Ellipsis
	if layers.Total > 0 {
		text = "reading layers: " + pane.CountWords(layers.Done, layers.Total)
	}
	return text + "  "
}

func clockTime(at time.Time) string { return at.Local().Format("15:04:05") }

// tabs draws the tabs, and beside them the disk usage or what failed.
func (m *Model) tabs() string {
	if m.session == nil {
		return ""
	}
	left := " " + strings.Join(m.tabWords(), tabGap)
	return m.sides(left, m.diskWords(m.width-theme.Width(left)))
}

const (
	tabGap = "  "
	// leastTrouble is how many cells a message about a failure needs beside the tabs.
	leastTrouble = 24
)

// tabWords returns the tabs. The figures of other panes give way to what stands beside them,
// the last first, and their titles to a message about a failure.
func (m *Model) tabWords() []string {
	tabs, width := make([]string, len(m.panes)), 1-len(tabGap)
	for at := range m.panes {
		tabs[at] = m.tabWithFigure(at)
		width += theme.Width(tabs[at]) + len(tabGap)
	}
	shorten := func(shorter func(int) string, room int) {
		for at := len(m.panes) - 1; at >= 0 && width > room; at-- {
			if at != m.at {
				width -= theme.Width(tabs[at])
				tabs[at] = shorter(at)
				width += theme.Width(tabs[at])
			}
		}
	}
	shorten(m.tabTitle, m.width-m.leastBeside())
	if m.trouble() != "" {
		shorten(m.tabKey, m.width-leastTrouble)
	}
	return tabs
}

// leastBeside is how many cells stand beside the tabs in any case, for what failed or what is unused.
func (m *Model) leastBeside() int {
	if m.trouble() != "" {
		return leastTrouble
	}
	if forms := m.unusedWords(); len(forms) > 0 {
		return theme.Width(forms[len(forms)-1]) + 1
	}
	return 0
}

// tabKey returns the key of a pane, or its title if it has none.
func (m *Model) tabKey(at int) string {
	if key, _, ok := m.opts.Keys.Hint(keymap.Everywhere, keymap.Pane(at+1)); ok {
		return m.styles.Key.Render(key)
	}
	return m.tabTitle(at)
}

func (m *Model) tabWithFigure(at int) string {
	text := m.tabTitle(at)
	if figure := m.panes[at].Figure(m.snapshot); figure != "" {
		text += " " + m.styles.Dim.Render(figure)
	}
	return text
}

// tabTitle returns the key and the title of a pane.
func (m *Model) tabTitle(at int) string {
	s, p := m.styles, m.panes[at]
	style := s.Tab
	if m.at == at {
		style = s.TabActive
	}
	text := style.Render(p.Title())
	if key, _, ok := m.opts.Keys.Hint(keymap.Everywhere, keymap.Pane(at+1)); ok {
		text = s.Key.Render(key) + " " + text
	}
	return text
}

// tabAt returns the tab at a column of the row of tabs.
func (m *Model) tabAt(x int) (at int, ok bool) {
	left := 1
	for at, words := range m.tabWords() {
		width := theme.Width(words)
		if x >= left && x < left+width {
			return at, true
		}
		left += width + len(tabGap)
	}
	return 0, false
}

// diskWords describe the images' disk usage and its unused share, as a bar and in
// words, in at most width cells.
func (m *Model) diskWords(width int) string {
	s := m.styles
	u, fact := m.snapshot.Inventory.Usage, m.snapshot.Facts[model.FactUsage]
	switch {
	case m.trouble() != "":
		return s.Warn.Render(s.Cut(s.Glyphs.Warning+" "+m.trouble(), width-2)) + " "
	case u == nil && fact.Status == model.StatusLoading:
		if text := "measuring disk usage" + s.Glyphs.Ellipsis + " "; theme.Width(text) < width {
			return s.Dim.Render(text)
		}
		return ""
	}
	for _, form := range m.unusedWords() {
		if theme.Width(form) < width {
			return form
		}
	}
	return ""
}

// unusedWords say how many bytes of the images are unused, in forms from the widest to the narrowest;
// none while that is not known.
func (m *Model) unusedWords() []string {
	s, u := m.styles, m.snapshot.Inventory.Usage
	if u == nil || u.Images.Size <= 0 || u.Images.Reclaimable < 0 {
		return nil
	}
	free, sign := m.unused(u)
	figure := s.Strong.Render(sign + words.Size(free))
	share := figure + s.Dim.Render(" of "+words.Size(u.Images.Size)+" unused ")
	return []string{" " + s.Thin(diskBar, u.Images.Size, u.Images.Size-free) + " " + share, share, figure + s.Dim.Render(" unused ")}
}

// unused returns the bytes of the unused images, and a sign to put before a lower
// bound or an estimate.
func (m *Model) unused(u *model.Usage) (free int64, sign string) {
	if counted, ok := m.snapshot.Inventory.Unused(); ok {
		if !counted.Exact() && counted.Max > 0 {
			sign = m.styles.Glyphs.About
		}
		return min(counted.Middle(), u.Images.Size), sign
	}
	free = min(u.Images.Reclaimable, u.Images.Size)
	switch store := m.snapshot.Inventory.Engine.Store; {
	case free <= 0:
	case store != model.StoreUnknown && !store.Exact():
		sign = m.styles.Glyphs.About // packed layers count too, and what untagged parents keep
	case free < u.Images.Size:
		sign = m.styles.Glyphs.AtLeast // layers that only unused images share come on top
	}
	return free, sign
}

// trouble names the most important fact that failed to load, and the key that tries
// again.
func (m *Model) trouble() string {
	names := [model.FactCount]string{
		model.FactEngine: "the engine's version", model.FactImages: "images", model.FactContainers: "containers",
		model.FactVolumes: "volumes", model.FactShared: "shared sizes", model.FactUsage: "disk usage", model.FactLayers: "layers",
		model.FactTagTimes: "tag times",
	}
	for fact, state := range m.snapshot.Facts {
		if state.Status == model.StatusFailed {
			text := names[fact] + " failed"
			if _, ok := m.find(keymap.Refresh); ok {
				if offer := m.opts.Keys.Offer(m.context(), keymap.Refresh, "tries again"); offer != "" {
					text += ", " + offer
				}
			}
			if state.Problem != nil {
				text += ": " + words.ProblemLine(state.Problem)
			}
			return text
		}
	}
	return ""
}
