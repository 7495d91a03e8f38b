package images

import "jettison/model"

// foldKey is the name under which an entry's fold is remembered.
func (p *Pane) foldKey(i int) (string, bool) {
	e := p.entries[i]
	switch {
	case e.group < 0:
		return "", false
	case p.mode == ByRepository:
		return p.groups[e.group].name, true
	}
	return string(p.inv.Rows()[e.row].Image.ID), true
}

// Foldable reports whether the entry under the cursor can be folded.
func (p *Pane) Foldable() bool {
	i := p.table.Cursor()
	return i >= 0 && p.mode == ByRepository && p.entries[i].group >= 0
}

// ToggleFold folds or unfolds the entry under the cursor.
func (p *Pane) ToggleFold() {
	if i := p.table.Cursor(); i >= 0 {
		p.fold(!p.entries[i].folded)
	}
}

// fold folds or unfolds the branch under the cursor. Folding a leaf moves the cursor to
// its parent.
func (p *Pane) fold(closed bool) {
	i := p.table.Cursor()
	if i < 0 {
		return
	}
	e := p.entries[i]
	if closed && e.depth > 0 && (e.group < 0 || e.folded || !p.hasBelow(i)) {
		for up := i - 1; up >= 0; up-- {
			if p.entries[up].depth < e.depth {
				p.table.SetCursor(up)
				return
			}
		}
		return
	}
	name, ok := p.foldKey(i)
	if !ok || e.folded == closed {
		return
	}
	if closed {
		p.folded[name] = true
	} else {
		delete(p.folded, name)
	}
	p.rebuild()
}

func (p *Pane) hasBelow(i int) bool {
	return i+1 < len(p.entries) && p.entries[i+1].depth > p.entries[i].depth
}

// unfoldTo unfolds whatever hides an image and reports whether anything did.
func (p *Pane) unfoldTo(id model.ImageID) bool {
	before := len(p.folded)
	if p.mode == Ancestry {
		base := p.inv.Base()
		for image, _ := p.inv.Image(id); image != nil; image = base[image.ID] {
			if image.ID != id {
				delete(p.folded, string(image.ID))
			}
		}
	} else {
		rows := p.inv.Rows()
		for i := range rows {
			if rows[i].Image.ID == id {
				delete(p.folded, rows[i].Repo)
			}
		}
	}
	return len(p.folded) < before
}
