package model

import (
	"slices"

	"jettison/model/size"
)

// reclaim returns the bytes that deleting one more image, with the parents that go
// along, adds to the plan's reclaim.
func (p *imagePlanner) reclaim(image *Image, along []*Image) size.Range {
	if p.ledger == nil {
		least, most := p.inv.bounds(image)
		return size.Range{Min: least, Max: most, About: !p.inv.Engine.Store.Exact()}
	}
	before := p.ledger.Freed()
	p.ledger.Take(image)
	for _, parent := range along {
		p.ledger.Take(parent) // a container held it until now, or it holds nothing
	}
	after := p.ledger.Freed()
	return size.Range{Min: max(0, after.Min-before.Min), Max: max(0, after.Max-before.Max), About: after.About}
}

// leaves counts the hidden parents that lose all that was built on them and
// that the store keeps all the same.
func (p *imagePlanner) leaves() int {
	if p.inv.Engine.Store != StoreContainerd {
		return 0
	}
	left := 0
	for _, image := range p.inv.images {
		stays := func(child *Image) bool { return !p.going[child.ID] }
		if p.inv.Hidden(image) && !slices.ContainsFunc(p.inv.Children(image.ID), stays) {
			left++
		}
	}
	return left
}

// released returns the bytes that the deletion of an image frees whose files containers keep.
// The containerd store deletes its archives, which no container needs.
func (p *imagePlanner) released(image *Image) size.Range {
	if p.inv.Engine.Store != StoreContainerd {
		return size.Range{}
	}
	released := size.Range{Max: image.Content + image.OtherPlatforms, About: true}
	if !image.Layered {
		_, released.Max = p.inv.bounds(image)
	}
	return released
}

// heldBytes returns the bytes that deletions leave on the disk because containers keep
// them, although the engine may no longer count them.
func (p *imagePlanner) heldBytes() size.Range {
	before := p.ledger.Freed()
	released, files := int64(0), int64(0)
	for _, image := range p.held {
		p.ledger.Take(image)
		released += p.released(image).Max
		if !image.Layered {
			files = size.Unbounded
		}
		files = min(size.Unbounded, files+p.inv.sizes.TotalFiles(image.Top).Max)
	}
	after := p.ledger.Freed()
	held := size.Range{Min: max(0, after.Min-before.Min-released), Max: max(0, after.Max-before.Max), About: after.About}
	if p.inv.Engine.Store == StoreContainerd {
		held.Max = max(held.Min, min(held.Max, files))
	}
	return held
}

func (p *imagePlanner) total() {
	plan := p.result
	plan.Pruned, plan.Leaves = len(p.pruned), p.leaves()
	var freed, platforms size.Range
	for i := range plan.Steps {
		switch step := &plan.Steps[i]; {
		case !step.Ready:
		case step.Action == ActionUntag:
			plan.Untags++
		case step.RemovesPlatform():
			plan.Platforms++
			if step.Verdict == VerdictOnlyCopy {
				plan.OnlyCopies++
				plan.OnlyPlatforms++
			}
			platforms = platforms.Add(step.Reclaim)
		case step.Removes(KindImage):
			plan.Images++
			if step.Verdict == VerdictOnlyCopy {
				plan.OnlyCopies++
			}
			freed = freed.Add(step.Reclaim)
		}
	}
	if p.ledger != nil {
		freed = p.ledger.Freed() // what each step adds may be known less well
		for _, image := range p.held {
			freed = freed.Add(p.released(image))
		}
		plan.Kept = p.ledger.Kept()
		plan.Touched, plan.Cached = p.ledger.Touched(), p.ledger.Cached()
		plan.CacheUnknown = plan.Images > 0 && p.inv.cacheUnknown()
		plan.Held = p.heldBytes()
		if p.inv.Engine.Store.Exact() { // others don't list the layers that went
			plan.Layers = p.ledger.layersOfSet()
		}
	}
	if plan.Images+plan.Untags+plan.Platforms > 0 {
		plan.ServicesRefused, plan.UnlistedUsers = p.inv.servicesRefused, p.inv.unlistedUsers
	}
	freed = freed.Add(platforms)
	if u := p.inv.Usage; u != nil && u.Images.Size > 0 && !freed.Exact() {
		freed.Max = min(freed.Max, max(u.Images.Size, freed.Min))
	}
	if !p.inv.Engine.Store.Exact() && plan.Images+plan.Platforms > 0 {
		freed.About = true
	}
	p.adds(KindImage, freed)
}
