package cli

import (
	"cmp"
	"slices"
)

// thingSort is something that things of one kind can be sorted by.
type thingSort[T any] struct {
	name       string
	descending bool // its usual direction is descending
	compare    func(a, b T) int
}

func sortNames[T any](list []thingSort[T]) []string {
	names := make([]string, len(list))
	for i, by := range list {
		names[i] = by.name
	}
	return names
}

// parseThingSort parses --sort as parseSort does. Without a text it is the first of the list, in
// its usual direction.
func parseThingSort[T any](text string, list []thingSort[T]) (thingSort[T], error) {
	if text == "" {
		return list[0], nil
	}
	at, descending, err := parseDirection(text, sortNames(list), func(at int) bool { return list[at].descending })
	if err != nil {
		return thingSort[T]{}, err
	}
	by := list[at]
	by.descending = descending
	return by, nil
}

// sort sorts things in the direction. What is equal stands in the usual order of the first of the
// list and then of last, which is never equal.
func (by thingSort[T]) sort(things []T, list []thingSort[T], last func(a, b T) int) {
	slices.SortFunc(things, func(a, b T) int {
		order := by.compare(a, b)
		if by.descending {
			order = -order
		}
		usual := list[0].compare(a, b)
		if list[0].descending {
			usual = -usual
		}
		return cmp.Or(order, usual, last(a, b))
	})
}
