package model

import "time"

// LastList is the image list of an engine as an earlier run had it. It is for looking at
// while the engine lists its images anew: nothing is planned, sampled or judged by it.
type LastList struct {
	At     time.Time     // up to when it was right
	Took   time.Duration // how long the engine took to list the images
	Images []*Image      // of which only what a list tells is kept, without shared bytes; nil if they were too many
}

// Inventory returns the list as an inventory of an engine. Its time is zero, since it was
// not taken from the engine.
func (l *LastList) Inventory(engine Engine) *Inventory {
	return NewInventory(engine, time.Time{}, append([]*Image(nil), l.Images...), nil, nil)
}

// ListOf returns the images of an inventory as the next run is to show them. It shares them
// with the inventory.
func ListOf(inv *Inventory, at time.Time, took time.Duration) *LastList {
	list := &LastList{At: at, Took: took, Images: inv.images}
	if list.Images == nil {
		list.Images = []*Image{}
	}
	return list
}
