package model

import "jettison/model/size"

// cacheMarks are the marked records of the build cache. What they give back is worked out
// when it is asked for, so that marking many takes no longer than marking each.
type cacheMarks struct {
	marked  map[string]*CacheRecord
	known   bool // what follows is of the marked ones
	going   map[string]bool
	blocked int
	freed   size.Range
}

func (c *cacheMarks) set(m *Marks, id string, on bool) {
	r, ok := m.inv.CacheRecord(id)
	if !ok {
		return
	}
	if on {
		if c.marked == nil {
			c.marked = map[string]*CacheRecord{}
		}
		c.marked[id] = r
	} else {
		delete(c.marked, id)
	}
	c.known = false
}

// work works out which of the marked records go, and what they give back by themselves.
func (c *cacheMarks) work(m *Marks) {
	if c.known {
		return
	}
	*c = cacheMarks{marked: c.marked, known: true, going: make(map[string]bool, len(c.marked))}
	for _, r := range c.marked {
		c.goes(m.inv, r)
	}
	for _, r := range c.marked {
		if !c.going[r.ID] {
			c.blocked++
			continue
		}
		c.freed = c.freed.Add(m.inv.FreedByRecord(r))
	}
	if m.ledger != nil {
		m.ledger.holdBack(newCacheHold(m.inv, c.going))
	}
}

// goes reports whether a marked record goes: no build uses it, and all that was built on it
// goes too.
func (c *cacheMarks) goes(inv *Inventory, r *CacheRecord) bool {
	if goes, known := c.going[r.ID]; known {
		return goes
	}
	_, marked := c.marked[r.ID]
	c.going[r.ID] = false // should an engine name a circle
	goes := marked && !r.InUse
	for _, child := range inv.CacheChildren(r.ID) {
		goes = goes && c.goes(inv, child)
	}
	c.going[r.ID] = goes
	return goes
}
