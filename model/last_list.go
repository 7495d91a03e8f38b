package model

import "time"

// LastList is the image list of an engine as an earlier run had it. It is for looking at
// while the engine lists its images anew: nothing is planned, sampled or judged by it.
type LastList struct {
	At     time.Time     // up to when it was right
	Took   time.Duration // how long the engine took to list the images
	Images []*Image      // what the list told of them, without shared bytes; nil if they were too many to keep
}

// Inventory returns the list as an inventory of an engine. Its time is zero, since it was
// not taken from the engine.
func (l *LastList) Inventory(engine Engine) *Inventory {
	return NewInventory(engine, time.Time{}, append([]*Image(nil), l.Images...), nil, nil)
}

// ListOf returns the images of an inventory as the next run is to show them.
func ListOf(inv *Inventory, at time.Time, took time.Duration) *LastList {
	l := &LastList{At: at, Took: took, Images: make([]*Image, 0, len(inv.images))}
	for _, image := range inv.images {
		l.Images = append(l.Images, &Image{
			ID: image.ID, Parent: image.Parent, Tags: image.Tags, Digests: image.Digests, DigestNames: image.DigestNames,
			Created: image.Created, Size: image.Size, SharedSize: Unknown, Labels: image.Labels,
		})
	}
	return l
}
