package query

import (
	"iter"
	"slices"

	"jettison/model"
)

// table is the language for things of one kind.
type table[T any] struct {
	kind   model.Kind
	fact   model.Fact // lists the things
	fields []fieldOf[T]
	states []stateOf[T]
	// word judges by a bare word.
	word func(text string) predicate[T]
	// all are the things of an inventory.
	all allThings[T]
	// names returns the names that the things go by, for completion.
	names func(inv *model.Inventory) []existing
}

// newTable returns a table whose entries know their kind.
func newTable[T any](t table[T]) table[T] {
	for i := range t.fields {
		t.fields[i].kind = t.kind
	}
	for i := range t.states {
		t.states[i].kind = t.kind
	}
	return t
}

func (t *table[T]) field(name string) (f fieldOf[T], ok bool) {
	at := slices.IndexFunc(t.fields, func(f fieldOf[T]) bool { return f.name == name })
	if at < 0 {
		return f, false
	}
	return t.fields[at], true
}

func (t *table[T]) state(name string) (s stateOf[T], ok bool) {
	at := slices.IndexFunc(t.states, func(s stateOf[T]) bool { return s.name == name })
	if at < 0 {
		return s, false
	}
	return t.states[at], true
}

// erased is a table without how it judges things, so that tables of several kinds can
// be asked alike.
type erased struct {
	kind   model.Kind
	fact   model.Fact
	fields []field
	states []stateEntry
	// named reports whether a bare word matches any of the things.
	named func(inv *model.Inventory, word string) bool
	// names returns the names that the things go by, for completion.
	names func(inv *model.Inventory) []existing
}

func (t table[T]) erase() erased {
	e := erased{kind: t.kind, fact: t.fact, named: func(inv *model.Inventory, word string) bool {
		judge := t.word(word)
		return anyOfThem(t.all(inv), func(of T) bool { return judge(of) == yes })
	}}
	e.names = t.names
	for i := range t.fields {
		e.fields = append(e.fields, t.fields[i].field)
	}
	for i := range t.states {
		e.states = append(e.states, t.states[i].stateEntry)
	}
	return e
}

// namesOf returns the names of things.
func namesOf[T any](all allThings[T], read func(T) string) func(*model.Inventory) []existing {
	return func(inv *model.Inventory) []existing { return oneText(all, read).values(inv, "") }
}

func anyOfThem[T any](all iter.Seq[T], is func(T) bool) bool {
	for of := range all {
		if is(of) {
			return true
		}
	}
	return false
}

// tables returns the tables of some kinds, in the order in which kinds are told of.
func tables(kinds kindSet) []erased {
	var all []erased
	for _, kind := range kinds.list() {
		all = append(all, tableOf(kind))
	}
	return all
}

func tableOf(kind model.Kind) erased {
	switch kind {
	case model.KindImage:
		return images().erase()
	case model.KindContainer:
		return containers().erase()
	case model.KindVolume:
		return volumes().erase()
	case model.KindCache:
		return caches().erase()
	case model.KindUnknown:
	}
	panic("query: there is no such kind of thing")
}

// fields returns the fields of some kinds, in the order of completion and of the
// documentation. Kinds may have fields of the same name.
func fields(kinds kindSet) []field {
	var all []field
	for _, t := range tables(kinds) {
		all = append(all, t.fields...)
	}
	return all
}

// states returns the states of some kinds, in the order of completion and of the
// documentation.
func states(kinds kindSet) []stateEntry {
	var all []stateEntry
	for _, t := range tables(kinds) {
		all = append(all, t.states...)
	}
	return all
}

func images() table[*model.Row] {
	return newTable(table[*model.Row]{
		kind: model.KindImage, fact: model.FactImages, fields: imageFields(), states: imageStates(), word: judgeWord,
		all: eachRow, names: func(inv *model.Inventory) []existing { return countRows(inv, repoOf) },
	})
}

func containers() table[*model.Container] {
	return newTable(table[*model.Container]{
		kind: model.KindContainer, fact: model.FactContainers,
		fields: containerFields(), states: containerStates(), word: judgeContainerWord,
		all: eachContainer, names: namesOf(eachContainer, containerName),
	})
}

func volumes() table[*model.Volume] {
	return newTable(table[*model.Volume]{
		kind: model.KindVolume, fact: model.FactVolumes, fields: volumeFields(), states: volumeStates(), word: judgeVolumeWord,
		all: eachVolume, names: namesOf(eachVolume, volumeName),
	})
}

func caches() table[*model.CacheRecord] {
	return newTable(table[*model.CacheRecord]{
		kind: model.KindCache, fact: model.FactUsage, fields: cacheFields(), states: cacheStates(), word: judgeCacheWord,
		all: eachCacheRecord, names: namesOf(eachCacheRecord, cacheID),
	})
}
