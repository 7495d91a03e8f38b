package model

import "time"

// Volume is one volume; Size and Users are Unknown when the engine did not say.
type Volume struct {
	Name    string
	Driver  string
	Created time.Time
	Size    int64 // bytes
	Users   int64 // containers that refer to it
}

// CacheRecord is one record of the build cache.
type CacheRecord struct {
	ID          string
	Kind        string // the engine's type, such as "regular" or "source.local"
	Description string
	InUse       bool
	// Shared records have their bytes counted with an image.
	Shared   bool
	Size     int64 // bytes
	Created  time.Time
	LastUsed time.Time
	Uses     int64
}

// Totals is one line of `docker system df`; byte counts may be Unknown.
type Totals struct {
	Count       int64
	Active      int64
	Size        int64 // bytes
	Reclaimable int64 // bytes
}

// Usage is what the engine says of its disk. Slices are read-only.
type Usage struct {
	Images     Totals // Size is the engine's LayersSize: every layer once
	Containers Totals
	Volumes    Totals
	BuildCache Totals

	VolumeList []*Volume
	Cache      []*CacheRecord
}
