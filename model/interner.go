package model

import (
	"hash/maphash"
	"maps"
)

// Interner stores equal texts and equal label maps only once: on a host with thousands
// of images most of them repeat. It is used for one decoding.
type Interner struct {
	seed    maphash.Seed
	strings map[string]string
	labels  map[uint64][]map[string]string
}

// NewInterner returns one that has stored nothing.
func NewInterner() *Interner {
	return &Interner{
		seed:    maphash.MakeSeed(),
		strings: map[string]string{},
		labels:  map[uint64][]map[string]string{},
	}
}

// Text returns s cleaned, as the same string each time.
func (in *Interner) Text(s string) string {
	if known, ok := in.strings[s]; ok {
		return known
	}
	s = Clean(s)
	in.strings[s] = s
	return s
}

// Labels returns a cleaned map equal to labels. It does not keep the argument.
func (in *Interner) Labels(labels map[string]string) map[string]string {
	if len(labels) == 0 {
		return nil
	}
	clean := labels
	for key, value := range labels {
		if in.Text(key) != key || in.Text(value) != value {
			clean = in.cleaned(labels)
			break
		}
	}
	var sum uint64 // over the pairs, so that their order does not matter
	for key, value := range clean {
		sum += maphash.String(in.seed, key) ^ (maphash.String(in.seed, value) * 31)
	}
	for _, known := range in.labels[sum] {
		if maps.Equal(known, clean) {
			return known
		}
	}
	kept := in.cleaned(clean)
	in.labels[sum] = append(in.labels[sum], kept)
	return kept
}

func (in *Interner) cleaned(labels map[string]string) map[string]string {
	clean := make(map[string]string, len(labels))
	for key, value := range labels {
		clean[in.Text(key)] = in.Text(value)
	}
	return clean
}
