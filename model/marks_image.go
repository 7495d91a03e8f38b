package model

// mark counts the marked rows of an image. The image goes when all are marked.
func (imageKind) mark(m *Marks, key Key, on bool) {
	image, ok := m.inv.Image(key.Image())
	if !ok || key.Platform != "" {
		return
	}
	rows := image.rowCount()
	if on {
		m.marked[image.ID]++
		if m.marked[image.ID] == rows {
			m.setWhole(image, true)
		}
		return
	}
	if m.marked[image.ID] == rows {
		m.setWhole(image, false)
	}
	if m.marked[image.ID]--; m.marked[image.ID] == 0 {
		delete(m.marked, image.ID)
	}
}

// setWhole accounts for an image whose rows are now all marked, or no longer are.
func (m *Marks) setWhole(image *Image, on bool) {
	sign := 1
	if !on {
		sign = -1
	}
	m.whole += sign
	free := m.unheld(image.ID)
	if !free {
		m.blocked += sign
	}
	m.setGoing(image.ID, on && free)
}

// unheld reports whether no staying container, service or child holds an image.
func (m *Marks) unheld(id ImageID) bool {
	for _, c := range m.inv.Users(id) {
		if !m.removed[c.ID] {
			return false
		}
	}
	if len(m.inv.ServicesOf(id)) > 0 {
		return false
	}
	image, ok := m.inv.Image(id)
	return !ok || !m.heldByChildren(image) || m.stayingChildren(id) == 0
}

// heldByChildren reports whether an image stays while one that was built on it does: where the
// engine refuses to delete a parent, and where an untagged one goes with its last child only.
func (m *Marks) heldByChildren(image *Image) bool {
	store := m.inv.Engine.Store
	return store.RefusesParents() || store.PrunesParents() && m.inv.Hidden(image)
}

func (m *Marks) stayingChildren(id ImageID) int {
	if n, ok := m.staying[id]; ok {
		return n
	}
	return len(m.inv.Children(id))
}

// account notes that an image goes or stays, and the bytes that this frees.
func (m *Marks) account(image *Image, going bool) {
	sign := int64(1)
	if going {
		m.going[image.ID] = true
	} else {
		sign = -1
		delete(m.going, image.ID)
	}
	if m.ledger == nil && m.inv.countsLayers() {
		m.ledger = NewLedger(m.inv)
		m.cache.known = false // the marked records keep none of its bytes
	}
	switch {
	case m.ledger == nil && m.inv.Hidden(image): // its bytes are in the size of its child
	case m.ledger == nil:
		least, most := m.inv.bounds(image)
		m.low += sign * least
		m.high += sign * most
	case going:
		m.ledger.Take(image)
	default:
		m.ledger.Put(image)
	}
}

func (m *Marks) isWhole(image *Image) bool {
	return m.marked[image.ID] == image.rowCount()
}

// setGoing notes that an image goes or stays, and updates its parents: the
// engine prunes untagged parents with their last child.
func (m *Marks) setGoing(id ImageID, going bool) {
	for m.going[id] != going {
		image, ok := m.inv.Image(id)
		if !ok {
			return
		}
		m.account(image, going)
		if image.Parent == "" || !m.inv.Engine.Store.PrunesParents() {
			return
		}
		parent, ok := m.inv.Image(image.Parent)
		if !ok {
			return
		}
		before := m.unheld(parent.ID)
		n := m.stayingChildren(parent.ID)
		if going {
			m.staying[parent.ID] = n - 1
		} else {
			m.staying[parent.ID] = n + 1
		}
		goes, changes := m.holdChanged(parent, before)
		if !changes {
			return
		}
		id, going = parent.ID, goes
	}
}

// holdChanged updates an image after something stopped or started to hold it.
// before reports whether it was unheld. The results report whether the image goes now,
// and whether that is a change.
func (m *Marks) holdChanged(image *Image, before bool) (goes, changes bool) {
	after := m.unheld(image.ID)
	if before == after {
		return false, false
	}
	whole := m.isWhole(image)
	switch {
	case whole && after:
		m.blocked--
	case whole:
		m.blocked++
	case !m.inv.Engine.Store.PrunesParents() || !m.inv.Hidden(image):
		return false, false
	}
	return after, true
}
