package words

import (
	"jettison/model"
	"jettison/model/size"
)

// Reclaim returns how what came back of a removal compares with what was predicted,
// and why it may differ; held is what containers keep of images that were deleted by
// force.
func Reclaim(b *model.ReclaimReport, held size.Range) string {
	low, high := Size(b.Predicted.Min), Size(b.Predicted.Max)
	back := Size(b.Back)
	within := b.Back >= b.Predicted.Min && b.Back <= b.Predicted.Max
	switch {
	case b.Cached > 0 && within:
		return "within the range; the build cache keeps " + Size(b.Cached)
	case within && !b.Predicted.Exact():
		return "within the range"
	case within, back == low, back == high:
		return "as predicted"
	case b.Back < b.Predicted.Min:
		return Size(b.Predicted.Min-b.Back) + " less" + meanwhile(b.Came, "came")
	case b.Back-b.Predicted.Max <= held.Max:
		// The engine counts it no more; the disk gets it back when the containers go.
		return Size(b.Back-b.Predicted.Max) + " still held by containers"
	}
	return Size(b.Back-b.Predicted.Max) + " more" + meanwhile(b.Went, "went")
}

// meanwhile returns what others did to images during a removal.
func meanwhile(images int, did string) string {
	if images == 0 {
		return ""
	}
	return ": " + Plural(images, "other image") + " " + did + " meanwhile"
}
