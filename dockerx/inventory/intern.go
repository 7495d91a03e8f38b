package inventory

import (
	"hash/maphash"
	"maps"

	"jettison/model"
)

// interner stores equal strings and equal label maps only once: on a host with thousands
// of images most of them repeat. It is used for one decoding.
type interner struct {
	seed    maphash.Seed
	strings map[string]string
	labels  map[uint64][]map[string]string
}

func newInterner() *interner {
	return &interner{
		seed:    maphash.MakeSeed(),
		strings: map[string]string{},
		labels:  map[uint64][]map[string]string{},
	}
}

// text returns s cleaned, as the same string each time.
func (in *interner) text(s string) string {
	if known, ok := in.strings[s]; ok {
		return known
	}
	s = model.Clean(s)
	in.strings[s] = s
	return s
}

// labelMap returns a cleaned map equal to labels. It does not keep the argument.
func (in *interner) labelMap(labels map[string]string) map[string]string {
	if len(labels) == 0 {
		return nil
	}
	var sum uint64 // over the pairs, so that their order does not matter
	for key, value := range labels {
		sum += maphash.String(in.seed, key) ^ (maphash.String(in.seed, value) * 31)
	}
	for _, known := range in.labels[sum] {
		if maps.Equal(known, labels) {
			return known
		}
	}
	kept := make(map[string]string, len(labels))
	for key, value := range labels {
		kept[in.text(key)] = in.text(value)
	}
	in.labels[sum] = append(in.labels[sum], kept)
	return kept
}
