package words

import (
	"strings"

	"jettison/model"
)

// named is the number of things that a sentence names before it counts the rest.
const named = 3

// List joins names in a sentence and counts those that would make it long, such as
// "a, b, c and 4 more".
func List(names []string) string {
	switch n := len(names); {
	case n == 0:
		return ""
	case n == 1:
		return names[0]
	case n <= named:
		return strings.Join(names[:n-1], ", ") + " and " + names[n-1]
	default:
		return strings.Join(names[:named], ", ") + " and " + Count(n-named) + " more"
	}
}

// Things counts things by their kinds, such as "12 images and 1 volume"; empty for none.
func Things(things []model.Thing) string {
	counts := map[model.Kind]int{}
	for _, thing := range things {
		counts[thing.Target().Kind]++
	}
	var parts []string
	for _, kind := range model.Kinds() {
		if n := counts[kind]; n > 0 {
			parts = append(parts, Plural(n, Kind(kind)))
		}
	}
	return strings.Join(parts, " and ")
}
