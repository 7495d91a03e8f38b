package trend

import (
	"time"

	"jettison/model"
)

// Mark is where clean-ups stand on the line of all bytes. Those between the same
// two samples share a mark.
type Mark struct {
	At       time.Time // of the last of them
	Removals int
	Images   int
	AtMost   int64 // bytes, or model.Unknown
	// Fell is the bytes by which the line fell there, or model.Unknown if it did not fall
	// or has no sample after them.
	Fell int64
}

// marks puts removals on the line. Both are ordered by time.
func marks(points []point, removals []Removal) []Mark {
	var found []Mark
	last, place := -1, 0 // of points: the one after the mark before, and after this
	for _, r := range removals {
		for place < len(points) && points[place].at.Before(r.At) {
			place++
		}
		if place == 0 {
			continue // from before there were samples
		}
		if place != last {
			found = append(found, Mark{Fell: model.Unknown})
			if place < len(points) && points[place].bytes < points[place-1].bytes {
				found[len(found)-1].Fell = points[place-1].bytes - points[place].bytes
			}
		}
		last = place
		mark := &found[len(found)-1]
		mark.At = r.At
		mark.Removals++
		mark.Images += r.Images
		if mark.AtMost < 0 || r.AtMost < 0 {
			mark.AtMost = model.Unknown
		} else {
			mark.AtMost += r.AtMost
		}
	}
	return found
}
