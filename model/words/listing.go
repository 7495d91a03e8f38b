package words

import (
	"time"

	"jettison/model"
)

// Listing says, in sentences, what is known of an image list that is not there yet: how many
// images the engine counts, and how long listing them took last time, if that was worth a
// word.
func Listing(l model.Listing) (sentences []string) {
	if l.Counted > 0 {
		sentences = append(sentences, "The engine counts "+Plural(l.Counted, "image")+".")
	}
	if took := TookLastTime(l.Took); took != "" {
		sentences = append(sentences, "Listing them "+took+".")
	}
	return sentences
}

// TookLastTime says how long something took the last time, such as "took 16s last time"; empty
// for less than a second.
func TookLastTime(took time.Duration) string {
	if took < time.Second {
		return ""
	}
	return "took " + took.Round(time.Second).String() + " last time"
}
