package model

import "time"

// CacheRecord is one record of the build cache.
type CacheRecord struct {
	ID string
	// Parents are the IDs of the records that this one is built on. Engines before API 1.42
	// name only one, and some that speak it as an older one name none.
	Parents     []string
	Type        string // such as "regular" or "source.local", see CacheRegular and its like
	Description string
	InUse       bool // by a build that is under way
	// Shared records share their bytes with an image, which counts them.
	Shared   bool
	Size     int64 // bytes; Unknown while a build changes it
	Created  time.Time
	LastUsed time.Time // zero if it was never used since
	Uses     int64
}

// The types of records (BuildKit, client/diskusage.go).
const (
	CacheRegular  = "regular"
	CacheMount    = "exec.cachemount"
	CacheLocal    = "source.local"
	CacheGit      = "source.git.checkout"
	CacheFrontend = "frontend"
	CacheInternal = "internal"
)

// Target implements Thing.
func (r *CacheRecord) Target() Target { return Target{Kind: KindCache, ID: r.ID} }

// Called implements Thing. It returns the instruction or source that the record is of, as
// far as BuildKit describes it.
func (r *CacheRecord) Called() string {
	if of := r.Of(); of.Text != "" {
		return of.Text
	}
	return r.Target().Short()
}

// UnusedSince is when a build last used the record, or made it.
func (r *CacheRecord) UnusedSince() time.Time {
	if r.LastUsed.IsZero() {
		return r.Created
	}
	return r.LastUsed
}

// cacheIndex finds records of the build cache, and those that were built on them.
type cacheIndex struct {
	byID     map[string]*CacheRecord
	children map[string][]*CacheRecord
}

func newCacheIndex(usage *Usage) cacheIndex {
	if usage == nil || len(usage.Cache) == 0 {
		return cacheIndex{}
	}
	index := cacheIndex{byID: make(map[string]*CacheRecord, len(usage.Cache)), children: map[string][]*CacheRecord{}}
	for _, r := range usage.Cache {
		index.byID[r.ID] = r
		for _, parent := range r.Parents {
			index.children[parent] = append(index.children[parent], r)
		}
	}
	return index
}

// CacheRecord finds a record of the build cache by its ID.
func (inv *Inventory) CacheRecord(id string) (*CacheRecord, bool) {
	r, ok := inv.cache.byID[id]
	return r, ok
}

// CacheChildren are the records that were built directly on one. The slice belongs to the
// inventory.
func (inv *Inventory) CacheChildren(id string) []*CacheRecord { return inv.cache.children[id] }

// CacheChain are the records that one was built on, the nearest first; of a record with
// several parents, those that the engine names first.
func (inv *Inventory) CacheChain(r *CacheRecord) []*CacheRecord {
	var chain []*CacheRecord
	seen := map[string]bool{r.ID: true}
	for len(r.Parents) > 0 {
		parent, ok := inv.CacheRecord(r.Parents[0])
		if !ok || seen[parent.ID] {
			break
		}
		seen[parent.ID] = true
		chain = append(chain, parent)
		r = parent
	}
	return chain
}
