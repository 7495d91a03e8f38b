package words

import (
	"jettison/model"
	"jettison/model/size"
)

// Reclaim returns how what came back of a removal compares with what was predicted,
// and why it may differ.
func Reclaim(b *model.ReclaimReport) string {
	back, known := b.CameBack()
	if !known {
		return "it was not measured"
	}
	text := compared(b, back)
	if b.Held.Max > 0 {
		text += "; containers keep " + Bytes(b.Held)
	}
	return text
}

// compared returns how what came back compares with what was predicted.
func compared(b *model.ReclaimReport, back size.Range) string {
	within := back.Max >= b.Predicted.Min && back.Min <= b.Predicted.Max
	switch {
	case b.Cached > 0 && within:
		return "within the range; the build cache keeps " + Size(b.Cached)
	case within && !b.Predicted.Exact():
		return "within the range"
	case within, Size(back.Max) == Size(b.Predicted.Min), Size(back.Min) == Size(b.Predicted.Max):
		return "as predicted"
	case back.Max < b.Predicted.Min:
		return Size(b.Predicted.Min-back.Max) + " less" + meanwhile(b.Came, "came")
	}
	return Size(back.Min-b.Predicted.Max) + " more" + meanwhile(b.Went, "went")
}

// FreedSoFar returns the bytes that the steps have freed which have ended: "freed 1.2 GB",
// or "1.2 GB predicted so far" where the engine does not tell what it freed.
func FreedSoFar(p *model.Progress) string {
	if p.FreedListed() {
		return "freed " + Bytes(p.Freed)
	}
	return Bytes(p.Freed) + " predicted so far"
}

// StepFreed returns the bytes that a completed removal freed: "freed 1.2 GB", or "was
// predicted to free 1.2 GB" where the engine does not tell what it freed.
func StepFreed(p *model.Progress, step *model.Step, event *model.StepEvent) string {
	if freed, listed := p.FreedBy(event); listed {
		return "freed " + Bytes(freed)
	}
	return "was predicted to free " + Bytes(step.Reclaim)
}

// meanwhile returns what others did to images during a removal.
func meanwhile(images int, did string) string {
	if images == 0 {
		return ""
	}
	return ": " + Plural(images, "other image") + " " + did + " meanwhile"
}
