package things_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"jettison/keymap"
	"jettison/model"
	"jettison/model/query"
	"jettison/ui/pane"
	"jettison/ui/pane/panetest"
	"jettison/ui/table"
	"jettison/ui/theme"
	"jettison/ui/things"
)

var now = time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)

// shop has four volumes, of 4, 3, 2 and 1 bytes.
func shop() *model.Inventory {
	var volumes []*model.Volume
	for i, name := range []string{"apples", "bread", "cheese", "dates"} {
		volumes = append(volumes, &model.Volume{Name: name, Driver: "local", Size: int64(4 - i)})
	}
	return model.NewInventory(model.Engine{Store: model.StoreGraph}, now, []*model.Image{{ID: untagged}}, nil, nil).WithVolumes(volumes)
}

// untagged is an image of the shop.
var untagged = model.ImageID("sha256:" + strings.Repeat("a", 64))

// newPane is a pane of the volumes of an inventory, with the marks that it sets.
func newPane(inv *model.Inventory) (*things.Pane[*model.Volume], *model.Marks) {
	marks := model.NewMarks(inv)
	type volume = *model.Volume
	p := things.New(theme.New(theme.Options{NoColor: true}), keymap.Default(), marks, things.Kind[volume]{
		Kind: model.KindVolume, Title: "Volumes", Context: keymap.InVolumes,
		Rows:  func(inv *model.Inventory) []volume { return slices.Clone(inv.Volumes()) },
		Count: func(inv *model.Inventory) int { return len(inv.Volumes()) },
		Thing: func(v volume) model.Thing { return v },
		Match: query.Matcher.MatchVolume,
		Fields: []table.Field[volume]{{
			Column: table.Column{ID: "name", Title: "NAME", Min: 8, Ideal: 8}, Cell: func(v volume) table.Cell { return table.Cell{Text: v.Name} },
			Compare: func(a, b volume) int { return strings.Compare(a.Name, b.Name) },
		}},
		Quick: []things.Quick[volume]{
			{Key: "a", Name: "all"},
			{Key: "l", Name: "large", Match: func(v volume, _ time.Time) bool { return v.Size > 2 }},
		},
		About: []func(volume) string{
			func(v volume) string { return fmt.Sprintf("has %d bytes", v.Size) },
			func(v volume) string { return "driver " + v.Driver },
		},
		Details: func(v volume) pane.Intent { return pane.ShowText{Text: v.Name} },
		MarkNote: func(v volume) string {
			if v.Name == "cheese" {
				return "It smells."
			}
			return ""
		},
		LoadingText: "Listing volumes", FailedText: "The volumes could not be listed.",
		EmptyText: func(*model.Inventory) []string { return []string{"There is nothing."} },
	})
	p.SetSize(60, 16)
	p.SetSnapshot(panetest.Snapshot(inv, now), now)
	return p, marks
}

func marked(m *model.Marks) string {
	var names []string
	for _, key := range m.Keys() {
		names = append(names, key.ID)
	}
	slices.Sort(names)
	return strings.Join(names, " ")
}

func TestMarks(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		does []keymap.Action
		want string
	}{
		"one, and the next":                  {[]keymap.Action{keymap.Mark, keymap.Mark}, "apples bread"},
		"a mark taken back":                  {[]keymap.Action{keymap.Mark, keymap.Up, keymap.Mark}, ""},
		"a range downward":                   {[]keymap.Action{keymap.Down, keymap.Range, keymap.Bottom, keymap.Range}, "bread cheese dates"},
		"a range upward":                     {[]keymap.Action{keymap.Bottom, keymap.Range, keymap.Up, keymap.Range}, "cheese dates"},
		"a range of one":                     {[]keymap.Action{keymap.Range, keymap.Range}, "apples"},
		"a range is over once it is drawn":   {[]keymap.Action{keymap.Range, keymap.Down, keymap.Range, keymap.Bottom, keymap.Range}, "apples bread"},
		"all":                                {[]keymap.Action{keymap.MarkAll}, "apples bread cheese dates"},
		"turned around":                      {[]keymap.Action{keymap.Mark, keymap.Invert}, "bread cheese dates"},
		"nothing of what is moved over only": {[]keymap.Action{keymap.Down, keymap.Bottom}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p, marks := newPane(shop())
			for _, action := range tt.does {
				pane.Do(p, action)
			}
			if got := marked(marks); got != tt.want {
				t.Errorf("marked %q, want %q", got, tt.want)
			}
		})
	}
}

// What a filter hides is not marked with all.
func TestMarksOfWhatIsShown(t *testing.T) {
	t.Parallel()
	p, marks := newPane(shop())
	panetest.Quick(t, p, "large")
	pane.Do(p, keymap.MarkAll)
	if got := marked(marks); got != "apples bread" {
		t.Errorf("marked %q", got)
	}
}

func TestAMarkSaysWhatAPersonShouldKnow(t *testing.T) {
	t.Parallel()
	p, _ := newPane(shop())
	var said []string
	for range 4 {
		if say, ok := pane.Do(p, keymap.Mark).(pane.Say); ok {
			said = append(said, say.Text)
		}
	}
	pane.Do(p, keymap.Up)
	if say, ok := pane.Do(p, keymap.Mark).(pane.Say); ok { // takes a mark back
		said = append(said, say.Text)
	}
	if strings.Join(said, " ") != "It smells." {
		t.Errorf("it said %q", said)
	}
}

func TestPlan(t *testing.T) {
	t.Parallel()
	p, marks := newPane(shop())
	keys := func() string {
		open, ok := pane.Do(p, keymap.Plan).(pane.OpenPlan)
		if !ok {
			return "none"
		}
		var names []string
		for _, key := range open.Keys {
			names = append(names, key.ID)
		}
		slices.Sort(names)
		return strings.Join(names, " ")
	}
	if got := keys(); got != "apples" {
		t.Errorf("without marks the plan is of %q", got)
	}
	pane.Do(p, keymap.Bottom)
	pane.Do(p, keymap.Mark)
	marks.Set(model.Key{Target: untagged.Target()}, true)
	if got := keys(); got != "dates "+string(untagged) {
		t.Errorf("with marks of two panes the plan is of %q", got)
	}
	marks.Clear()
	panetest.Filter(t, p, "nothing")
	if got := keys(); got != "none" {
		t.Errorf("without a row the plan is of %q", got)
	}
	if say, ok := pane.Do(p, keymap.Mark).(pane.Say); !ok || say.Text != pane.Nothing {
		t.Errorf("without a row a mark says %+v", say)
	}
	last := panetest.Snapshot(shop(), now)
	last.Last = &model.LastList{}
	panetest.Filter(t, p, "")
	p.SetSnapshot(last, now)
	if say, ok := pane.Do(p, keymap.Plan).(pane.Say); !ok || !strings.Contains(say.Text, "has to wait") {
		t.Errorf("of the last list a plan says %+v", say)
	}
}

func TestFilters(t *testing.T) {
	t.Parallel()
	p, _ := newPane(shop())
	for text, want := range map[string]int{"": 4, "size>=2B": 3, "read": 1, "kind:volume driver:local": 4, "none of them": 0} {
		if got := panetest.Filter(t, p, text); got != want {
			t.Errorf("%q shows %d, want %d", text, got, want)
		}
	}
	panetest.Filter(t, p, "none of them")
	if !strings.Contains(panetest.View(p), "Nothing matches the filter.") {
		t.Errorf("no word of the filter:\n%s", panetest.View(p))
	}
	panetest.Filter(t, p, "size>3B")
	for text, want := range map[string]string{"kind:image": "images are not in this list", "tag:1": "`tag` is a field of images", "size>": ""} {
		if err := p.SetFilter(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", text, err)
		}
		if shown, _ := p.Shown(); shown != 1 || p.Filter() != "size>3B" {
			t.Errorf("%s: the last filter is not in force: %d shown", text, shown)
		}
	}
	if found := p.Candidates("driv", 4); len(found) == 0 || found[0].Text != "driver:" {
		t.Errorf("completed to %v", found)
	}
	panetest.Filter(t, p, "")
	if got := panetest.Quick(t, p, "large"); got != 2 || p.Quick() != "large" {
		t.Errorf("%s shows %d", p.Quick(), got)
	}
	if got := panetest.Quick(t, p, "all"); got != 4 || p.Quick() != "" {
		t.Errorf("%q shows %d", p.Quick(), got)
	}
	if title, _ := p.QuickMenu(); title != "Show volumes" {
		t.Error(title)
	}
}

// A refresh in which things come and go leaves the cursor on its thing, and the filter in force.
func TestRefreshKeepsTheCursor(t *testing.T) {
	t.Parallel()
	p, _ := newPane(shop())
	panetest.Filter(t, p, "size<4B")
	pane.Do(p, keymap.Bottom)
	inv := shop()
	p.SetSnapshot(panetest.Snapshot(inv.WithVolumes(append(slices.Clone(inv.Volumes()[2:]), &model.Volume{Name: "aaa", Size: 1}, &model.Volume{Name: "big", Size: 9})), now), now)
	shown, all := p.Shown()
	if v, ok := p.Current(); !ok || v.Called() != "dates" || shown != 3 || all != 4 {
		t.Errorf("the cursor is on %v, and %s are shown", v, p.ShownWords())
	}
}

// What is not known yet, failed or is not there is said.
func TestEmptyStates(t *testing.T) {
	t.Parallel()
	nothing := model.NewInventory(model.Engine{}, now, nil, nil, nil)
	for name, tt := range map[string]struct {
		fact model.FactState
		want []string
	}{
		"loading": {model.FactState{Status: model.StatusLoading}, []string{"Listing volumes…"}},
		"failed": {
			model.FactState{Status: model.StatusFailed, Problem: &model.Problem{Text: "The engine answered 500"}},
			[]string{"could not be listed", "The engine answered 500", "r tries again"},
		},
		"none": {model.FactState{Status: model.StatusReady, At: now}, []string{"There is nothing."}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p, _ := newPane(nothing)
			s := panetest.Snapshot(nothing, now)
			s.Facts[model.FactVolumes] = tt.fact
			p.SetSnapshot(s, now)
			for _, want := range tt.want {
				if text := panetest.View(p); !strings.Contains(text, want) {
					t.Errorf("no %q:\n%s", want, text)
				}
			}
		})
	}
}

// What there is to say of the row under the cursor takes no room that the list needs.
func TestSentences(t *testing.T) {
	t.Parallel()
	p, _ := newPane(shop())
	for height, want := range map[int][2]bool{9: {}, 10: {true, false}, 15: {true, false}, 16: {true, true}, 40: {true, true}} {
		p.SetSize(60, height)
		text := panetest.View(p)
		if got := [2]bool{strings.Contains(text, "apples has 4 bytes"), strings.Contains(text, "driver local")}; got != want {
			t.Errorf("%d rows:\n%s", height, text)
		}
	}
	p.SetSize(60, 16)
	panetest.Filter(t, p, "nothing")
	if text := panetest.View(p); strings.Contains(text, "driver") {
		t.Errorf("said of nothing:\n%s", text)
	}
}

func TestEverySize(t *testing.T) {
	t.Parallel()
	p, _ := newPane(shop())
	panetest.FitsEverySize(t, p)
}

func TestCopyAndDetails(t *testing.T) {
	t.Parallel()
	p, _ := newPane(shop())
	if copied, ok := pane.Do(p, keymap.Copy).(pane.Copy); !ok || copied.Text != "apples" {
		t.Errorf("copied %+v", copied)
	}
	if shown, ok := pane.Do(p, keymap.Details).(pane.ShowText); !ok || shown.Text != "apples" {
		t.Errorf("shown %+v", shown)
	}
	if figure := p.Figure(*p.Snapshot()); figure != "4" || p.ShownWords() != "4 of 4" {
		t.Errorf("counted %s, %s", figure, p.ShownWords())
	}
	panetest.SortsKeepTheCursor(t, p, func() string { v, _ := p.Current(); return v.Called() })
}

// A range whose start is not shown any more marks nothing: a new one starts at the cursor.
func TestARangeWithoutItsStart(t *testing.T) {
	t.Parallel()
	for name, lose := range map[string]func(*things.Pane[*model.Volume], *model.Marks){
		"filtered": func(p *things.Pane[*model.Volume], _ *model.Marks) { panetest.Filter(t, p, "name!=apples") },
		"gone": func(p *things.Pane[*model.Volume], marks *model.Marks) {
			inv := shop()
			inv = inv.WithVolumes(slices.Clone(inv.Volumes()[1:]))
			marks.Rebase(inv)
			p.SetSnapshot(panetest.Snapshot(inv, now), now)
		},
	} {
		p, marks := newPane(shop())
		pane.Do(p, keymap.Range)
		lose(p, marks)
		pane.Do(p, keymap.Range)
		if got := marked(marks); got != "" {
			t.Errorf("%s: marked %q", name, got)
		}
		pane.Do(p, keymap.Down)
		pane.Do(p, keymap.Range)
		if got := marked(marks); got != "bread cheese" {
			t.Errorf("%s: then marked %q", name, got)
		}
	}
}

// What can't be marked says why, and is not planned either where that could not be shown.
func TestUnmarkableRows(t *testing.T) {
	t.Parallel()
	inv := shop()
	pinned := inv.WithPins(map[model.Key]model.Pin{{Target: model.VolumeTarget("apples")}: {Query: "name:apples"}})
	last := panetest.Snapshot(inv, now)
	last.Last = &model.LastList{}
	for want, snapshot := range map[string]model.Snapshot{
		"It is pinned by name:apples":                   panetest.Snapshot(pinned, now),
		"Marks have to wait: the engine has not listed": last,
		"It can't be marked: it is not there any more.": panetest.Snapshot(inv, now),
	} {
		p, marks := newPane(inv)
		p.SetSnapshot(snapshot, now)
		marks.Rebase(snapshot.Inventory)
		if strings.Contains(want, "not there") {
			marks.Rebase(inv.WithVolumes(nil))
		}
		if say, ok := pane.Do(p, keymap.Mark).(pane.Say); !ok || !strings.HasPrefix(say.Text, want) || marks.Len() > 0 {
			t.Errorf("it says %+v, want %s", say, want)
		}
	}
}
