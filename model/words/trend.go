package words

import "jettison/model/trend"

// NotKnown returns why a figure of the trends is not known, as a sentence; empty when
// it is known.
func NotKnown(r trend.Reason) string {
	switch r {
	case trend.ReasonFewSamples:
		return "there are no samples of a whole day"
	case trend.ReasonCleanedUp:
		return "something was cleaned up between nearly all samples"
	case trend.ReasonUnmeasured:
		return "the engine's disk can't be measured from here"
	case trend.ReasonNoGrowth:
		return "it does not grow"
	case trend.ReasonFar:
		return "it takes more than ten years"
	case trend.ReasonNone:
	}
	return ""
}

// Window returns what a window is called, such as "quarter".
func Window(w trend.Window) string {
	return [...]string{"week", "month", "quarter", "year", "all", ""}[min(w, trend.WindowCount)]
}
