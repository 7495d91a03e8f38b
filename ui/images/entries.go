package images

import (
	"cmp"
	"slices"
	"strings"

	"jettison/model"
	"jettison/model/layers"
)

// Mode is an arrangement of the images.
type Mode uint8

// The arrangements, in the order in which the key goes through them.
const (
	Flat         Mode = iota // one line for each reference
	ByRepository             // references under their repository, with totals
	Ancestry                 // images under the image that they were built on
	modeCount
)

// String returns the name of the arrangement.
func (m Mode) String() string {
	switch m {
	case ByRepository:
		return "by repository"
	case Ancestry:
		return "ancestry"
	case Flat, modeCount:
	}
	return "flat"
}

// entry is a line of the list: a row, the heading of a repository, or an image in the
// tree.
type entry struct {
	row    int32 // index into the inventory's rows; the first of a group
	group  int32 // index into the groups of headings and tree nodes, else -1
	depth  uint16
	trunks uint64 // bit n: the tree line at depth n continues below this entry
	last   bool   // the last child of its parent
	folded bool
	faint  bool // shown only because something below it matches
}

// group holds the totals of a heading or a tree node.
type group struct {
	name     string // the repository; empty for a tree node
	rows     []int32
	images   int   // in the repository or the subtree
	size     int64 // bytes of its images' layers; an upper bound if loose
	loose    bool  // some of its images share layers, which size counts twice
	distinct int64 // bytes of layers that only its images have; a lower bound
}

// source is what entries are made from.
type source struct {
	inv        *model.Inventory
	order      []int32 // every row in ascending order
	descending bool
	column     model.Column
	match      func(*model.Row) bool
	folded     map[string]bool
}

// visible calls f for every matching row, in order.
func (s *source) visible(f func(index int32, row *model.Row)) {
	rows := s.inv.Rows()
	visit := func(index int32) {
		if row := &rows[index]; s.match(row) {
			f(index, row)
		}
	}
	if s.descending {
		s.eachDescending(visit)
		return
	}
	for _, index := range s.order {
		visit(index)
	}
}

// eachDescending visits the rows in reverse order. Ties are reversed too, so that
// reversing twice restores the order.
func (s *source) eachDescending(visit func(int32)) {
	for _, index := range slices.Backward(s.order) {
		visit(index)
	}
}

func (s *source) flat(entries []entry) []entry {
	s.visible(func(index int32, _ *model.Row) {
		entries = append(entries, entry{row: index, group: -1})
	})
	return entries
}

func (s *source) byRepository(entries []entry) ([]entry, []group) {
	rows := s.inv.Rows()
	var groups []group
	at := map[string]int{}
	s.visible(func(index int32, row *model.Row) {
		i, ok := at[row.Repo]
		if !ok {
			i = len(groups)
			at[row.Repo] = i
			groups = append(groups, group{name: row.Repo})
		}
		groups[i].rows = append(groups[i].rows, index)
	})
	for i := range groups {
		groups[i].count(rows)
	}
	s.sortGroups(groups)
	for i := range groups {
		g := &groups[i]
		folded := s.folded[g.name]
		entries = append(entries, entry{row: g.rows[0], group: int32(i), folded: folded})
		if folded {
			continue
		}
		for n, index := range g.rows {
			entries = append(entries, entry{row: index, group: -1, depth: 1, last: n == len(g.rows)-1})
		}
	}
	return entries, groups
}

// count adds up the images of the group, each once. It does not know how much they
// share with each other.
func (g *group) count(rows []model.Row) {
	seen := make(map[model.ImageID]struct{}, len(g.rows))
	for _, index := range g.rows {
		image := rows[index].Image
		if _, ok := seen[image.ID]; ok {
			continue
		}
		seen[image.ID] = struct{}{}
		g.images++
		g.size += image.Size
		g.distinct += image.Unique().Min
	}
	g.loose = g.images > 1 && g.distinct != g.size
}

// sortGroups sorts headings by a column that means something for a whole group: size,
// exclusive bytes, name. Otherwise they stay in the order of their first rows.
func (s *source) sortGroups(groups []group) {
	var compare func(a, b group) int
	switch s.column {
	case model.ColumnSize:
		compare = func(a, b group) int { return cmp.Compare(a.size, b.size) }
	case model.ColumnExclusive:
		compare = func(a, b group) int { return cmp.Compare(a.distinct, b.distinct) }
	case model.ColumnRepository, model.ColumnTag:
		compare = func(group, group) int { return 0 }
	default:
		return
	}
	slices.SortStableFunc(groups, func(a, b group) int {
		order := cmp.Or(compare(a, b), strings.Compare(a.name, b.name))
		if s.descending {
			return -order
		}
		return order
	})
}

// tree arranges images under the nearest image that they were built on.
type tree struct {
	source  *source
	first   map[model.ImageID]int32   // the first row of each image
	rowsOf  map[model.ImageID][]int32 // its matching rows
	below   map[model.ImageID][]*model.Image
	roots   []*model.Image
	entries []entry
	groups  []group
}

func (s *source) ancestry(entries []entry) ([]entry, []group) {
	t := &tree{
		source: s, entries: entries,
		first: map[model.ImageID]int32{}, rowsOf: map[model.ImageID][]int32{}, below: map[model.ImageID][]*model.Image{},
	}
	rows := s.inv.Rows()
	for i := range rows {
		if _, ok := t.first[rows[i].Image.ID]; !ok {
			t.first[rows[i].Image.ID] = int32(i)
		}
	}
	var wanted []*model.Image // matching images in order
	s.visible(func(index int32, row *model.Row) {
		matching := t.rowsOf[row.Image.ID]
		if len(matching) == 0 {
			wanted = append(wanted, row.Image)
		}
		t.rowsOf[row.Image.ID] = append(matching, index)
	})
	t.hang(wanted)
	for i, root := range t.roots {
		t.add(root, entry{last: i == len(t.roots)-1})
	}
	return t.entries, t.groups
}

// hang puts each wanted image below its base. Bases are listed even if they do not
// match, so that every image is seen in its place.
func (t *tree) hang(wanted []*model.Image) {
	base := t.source.inv.Base()
	hung := make(map[model.ImageID]bool, len(wanted))
	for _, image := range wanted {
		for image != nil && !hung[image.ID] {
			hung[image.ID] = true
			parent := base[image.ID]
			if parent == nil {
				t.roots = append(t.roots, image)
			} else {
				t.below[parent.ID] = append(t.below[parent.ID], image)
			}
			image = parent
		}
	}
}

// add lists an image and what was built on it, and returns its totals. e holds the
// place in the tree.
func (t *tree) add(image *model.Image, e entry) group {
	at := len(t.entries)
	number := len(t.groups)
	folded := t.source.folded[string(image.ID)]
	shown, ok := t.first[image.ID]
	if !ok {
		return group{}
	}
	rows := t.rowsOf[image.ID]
	if len(rows) > 0 {
		slices.Sort(rows)
		shown = rows[0]
	}
	t.groups = append(t.groups, group{})
	e.row, e.group, e.folded, e.faint = shown, int32(number), folded, len(rows) == 0
	t.entries = append(t.entries, e)
	children := t.below[image.ID]
	total := group{
		rows: rows, images: 1, size: image.Size, loose: shareLayers(image, children), distinct: image.Unique().Min,
	}
	for i, child := range children {
		below := entry{depth: e.depth + 1, trunks: e.trunks, last: i == len(children)-1}
		if !below.last {
			below.trunks |= 1 << below.depth
		}
		sub := t.add(child, below)
		total.images += sub.images
		total.size += max(0, sub.size-image.Size) // without the image's own layers
		total.loose = total.loose || sub.loose
		total.distinct += sub.distinct
	}
	if folded {
		t.entries = t.entries[:at+1]
	}
	t.groups[number] = total
	return total
}

// shareLayers reports whether some of the images built on a base share layers that the
// base lacks, such as those of a removed image, or whether that is unknown.
func shareLayers(base *model.Image, children []*model.Image) bool {
	if len(children) < 2 {
		return false
	}
	depth := 0
	if base.Top != nil {
		depth = base.Top.Depth
	}
	seen := make(map[*layers.Layer]bool, len(children))
	for _, child := range children {
		layer := child.Top
		if !child.Layered || !base.Layered {
			return true
		}
		for layer != nil && layer.Depth > depth+1 {
			layer = layer.Below
		}
		if layer == nil || layer.Depth <= depth {
			continue // it has no layers of its own
		}
		if seen[layer] {
			return true
		}
		seen[layer] = true
	}
	return false
}
