package words

import "jettison/model"

// Amounts says how much a plan or a removal takes away.
type Amounts struct {
	Things           map[model.Kind]int
	Names, Platforms int // of images that stay
}

// Sort is what Amounts counts, in words.
type Sort struct {
	Kind  model.Kind // of the things, or that has them
	Noun  string     // of one, such as "image"
	Takes string     // what a plan does to it, such as "deletes"
	Taken string     // what was done to it, such as "deleted"
}

// Each calls f for all sorts of which there are any, images first.
func (a Amounts) Each(f func(n int, sort Sort)) {
	some := func(n int, sort Sort) {
		if n > 0 {
			f(n, sort)
		}
	}
	for _, kind := range model.Kinds() {
		if kind == model.KindImage {
			some(a.Things[kind], Sort{kind, Kind(kind), "deletes", "deleted"})
			some(a.Names, Sort{kind, "name", "takes away", "taken away"})
			some(a.Platforms, Sort{kind, "platform", "removes", "removed"})
			continue
		}
		some(a.Things[kind], Sort{kind, Kind(kind), "removes", "removed"})
	}
}
