package words

import "strings"

// named is how many things a sentence names before it counts the rest.
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
