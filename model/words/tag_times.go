package words

import (
	"strings"

	"jettison/model"
	"jettison/model/query"
)

// TagTimeGap says which images a query does not match for lack of tag times, such as
// "12 images have no tag time: tagged>7d matches none of them"; empty for none.
func TagTimeGap(gap query.TagTimeGap) string {
	verb := " matches none of them"
	if len(gap.Terms) > 1 {
		verb = " match none of them"
	}
	terms := model.Clean(Join(gap.Terms))
	var parts []string
	if gap.None > 0 {
		parts = append(parts, have(gap.None, "has no tag time", "have no tag time"))
	}
	if gap.Unread > 0 {
		parts = append(parts, have(gap.Unread, "has a tag time that could not be read", "have tag times that could not be read"))
	}
	if len(parts) == 0 {
		return ""
	}
	return strings.Join(parts, ", and ") + ": " + terms + verb
}

func have(images int, one, several string) string {
	if images == 1 {
		return Plural(images, "image") + " " + one
	}
	return Plural(images, "image") + " " + several
}

// NeverTagged says which images terms about tag times don't match, whatever the
// engine has.
func NeverTagged(terms []string) string {
	verb := " matches no image"
	if len(terms) > 1 {
		verb = " match no image"
	}
	return model.Clean(Join(terms)) + verb + " that never got a tag on its host, such as one that was pulled or loaded on a graphdriver store"
}
