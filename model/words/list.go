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
	if n := len(names); n > named {
		return strings.Join(names[:named], ", ") + " and " + Count(n-named) + " more"
	}
	return Join(names)
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
	return Join(parts)
}

// Marked counts marked rows by their kinds, such as "3 references and 1 volume marked".
func Marked(counts map[model.Kind]int) string {
	var parts []string
	for _, kind := range model.Kinds() {
		noun := Kind(kind)
		if kind == model.KindImage {
			noun = "reference"
		}
		if n := counts[kind]; n > 0 {
			parts = append(parts, Plural(n, noun))
		}
	}
	return Join(parts) + " marked"
}

// Join joins all parts of an enumeration, such as "a, b and c".
func Join(parts []string) string {
	last := len(parts) - 1
	if last < 1 {
		return strings.Join(parts, "")
	}
	return strings.Join(parts[:last], ", ") + " and " + parts[last]
}
