// Package trend tells how the use of an engine's disk changes over time: it takes
// samples, and works out how fast it grows and when the disk will be full.
package trend

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"jettison/model"
)

// MaxRepositories limits the repositories that a sample names, the largest ones. The
// others are summed up.
const MaxRepositories = 200

// Engine identifies the engine that was sampled.
type Engine struct {
	Name string
	Host string
	ID   string // empty where the engine has none
}

// EngineOf returns the engine of an inventory.
func EngineOf(e model.Engine) Engine { return Engine{Name: e.Name, Host: e.Host, ID: e.ID} }

// Key tells engines apart: by their ID, which is the same at every address, else
// by their address.
func (e Engine) Key() string { return cmp.Or(e.ID, e.Host) }

// Totals holds the count and bytes of one category, as in `docker system df`; see
// model.Totals.
// Each number may be model.Unknown.
type Totals struct {
	Count       int64
	Size        int64 // bytes
	Reclaimable int64 // bytes
}

// Disk is the disk that holds the engine's data, in bytes.
type Disk struct{ Size, Free int64 }

// UnknownDisk is a disk that can't be measured, such as that of another machine.
func UnknownDisk() Disk { return Disk{Size: model.Unknown, Free: model.Unknown} }

// Repository is the bytes that the images of a repository take. Each layer counts once.
type Repository struct {
	Name   string // model.None for images without one
	Images int
	Bytes  int64
	// About says that the bytes can't be known exactly, or that they are the sum of
	// the sizes of images.
	About bool
}

// Others sums up the repositories that a sample does not name.
type Others struct {
	Repositories int
	Images       int
	Bytes        int64
}

// Sample holds an engine's disk usage at one moment. It is immutable.
type Sample struct {
	At         time.Time
	Engine     Engine
	Images     Totals
	Containers Totals
	Volumes    Totals
	BuildCache Totals
	// About says that what is reclaimable can't be known exactly.
	About        bool
	Disk         Disk
	Repositories []Repository // the largest first
	Others       Others
}

// Take samples an inventory, whose disk usage must be known.
func Take(inv *model.Inventory, at time.Time, disk Disk) Sample {
	u := inv.Usage
	s := Sample{
		At: at, Engine: EngineOf(inv.Engine), About: !inv.Engine.Store.Exact(), Disk: disk,
		Images: totalsOf(u.Images), Containers: totalsOf(u.Containers), Volumes: totalsOf(u.Volumes), BuildCache: totalsOf(u.BuildCache),
	}
	for _, use := range inv.RepositoryUses() {
		s.Repositories = append(s.Repositories, Repository{
			Name: use.Name, Images: use.Images, Bytes: use.Bytes.Middle(), About: !use.Bytes.Exact(),
		})
	}
	slices.SortFunc(s.Repositories, func(a, b Repository) int {
		return cmp.Or(cmp.Compare(b.Bytes, a.Bytes), strings.Compare(a.Name, b.Name))
	})
	return s.Bounded(MaxRepositories)
}

func totalsOf(t model.Totals) Totals {
	return Totals{Count: t.Count, Size: t.Size, Reclaimable: t.Reclaimable}
}

// Bounded returns the sample with at most that many repositories named.
func (s *Sample) Bounded(most int) Sample {
	next := *s
	if len(s.Repositories) <= most {
		return next
	}
	for _, r := range s.Repositories[most:] {
		next.Others.Repositories++
		next.Others.Images += r.Images
		next.Others.Bytes += r.Bytes
	}
	next.Repositories = s.Repositories[:most:most]
	return next
}

// Total returns the known bytes of all categories, or model.Unknown if those of images are
// not: these are most of it.
func (s *Sample) Total() int64 {
	return sumKnown(s.Images.Size, s.Containers.Size, s.Volumes.Size, s.BuildCache.Size)
}

// Reclaimable returns the known bytes of all categories that nothing uses, or
// model.Unknown if those of images are not.
func (s *Sample) Reclaimable() int64 {
	return sumKnown(s.Images.Reclaimable, s.Containers.Reclaimable, s.Volumes.Reclaimable, s.BuildCache.Reclaimable)
}

func sumKnown(images int64, others ...int64) int64 {
	if images < 0 {
		return model.Unknown
	}
	sum := images
	for _, n := range others {
		sum += max(0, n)
	}
	return sum
}
