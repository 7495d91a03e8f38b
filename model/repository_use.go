package model

import "jettison/model/size"

// RepositoryUse is the bytes that the images of one repository take together. Images that
// have names in several repositories count in each.
type RepositoryUse struct {
	Name   string // None for images without one
	Images int
	// Bytes are those of all layers, each once. While layers are not known they are
	// the sum of the images' sizes, which is About.
	Bytes size.Range
}

// RepositoryUses are those of all repositories, by name.
func (inv *Inventory) RepositoryUses() []RepositoryUse {
	var uses []RepositoryUse
	count := sumSizes
	if inv.countsLayers() && inv.Layered() {
		count = newUnion(inv).of
	}
	eachRepository(inv.rows, func(*Row) bool { return true }, func(part RepositoryPart) {
		uses = append(uses, RepositoryUse{part.Name, len(part.Images), count(part.Images)})
	})
	return uses
}

func sumSizes(images []ImagePart) (sum size.Range) {
	for i := range images {
		sum = sum.Add(size.Exact(images[i].Row.Image.Size))
	}
	sum.About = len(images) > 0
	return sum
}

// union counts the layers of sets of images, each once.
type union struct {
	ledger *Ledger
	in     []int // the last set that has a run, from 1
	set    int
}

func newUnion(inv *Inventory) *union {
	ledger := NewLedger(inv)
	return &union{ledger: ledger, in: make([]int, len(ledger.runs))}
}

func (u *union) of(images []ImagePart) (sum size.Range) {
	u.set++
	for i := range images {
		image := images[i].Row.Image
		sum = sum.Add(image.Record)
		if image.Top == nil {
			continue
		}
		for run := u.ledger.runOf[image.Top.Index]; run >= 0 && u.in[run] != u.set; run = u.ledger.runs[run].below {
			u.in[run] = u.set
			sum = sum.Add(u.ledger.runs[run].bytes)
		}
	}
	sum.About = !u.ledger.inv.Engine.Store.Exact()
	return sum
}
