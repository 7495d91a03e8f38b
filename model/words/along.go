package words

import (
	"strings"

	"jettison/model"
)

// tookAlong returns what a step took that the plan does not list, and what became of that.
func tookAlong(r *model.Refusal) (text, advice string) {
	const since = "Another client changed names while the step was under way, and the engine took more than the plan lists: "
	told := make([]string, len(r.Along))
	lost := false
	for i := range r.Along {
		told[i] = along(&r.Along[i])
		lost = lost || r.Along[i].Back != model.AlongRestored
	}
	text = since + strings.Join(told, "; ") + "."
	if r.Cause != nil {
		why, _ := Refusal(r.Cause)
		text += " " + why
	}
	if lost {
		advice = "The journal lists it; restore tries again."
	}
	return text, advice
}

// along returns what went and what became of it.
func along(a *model.Along) string {
	text := "the image " + a.Image.Short()
	switch {
	case a.Ref != "" && a.Image == "":
		text = "the name " + a.Name()
	case a.Ref != "" && a.Deleted:
		text = a.Name() + " and its image " + a.Image.Short()
	case a.Ref != "":
		text = "the name " + a.Name() + " of the image " + a.Image.Short()
	}
	switch a.Back {
	case model.AlongRestored:
		return text + ", brought back"
	case model.AlongDiffers:
		return text + ", brought back, but " + Differences(a.Differs)
	case model.AlongLost:
		text += ", which is lost"
		if why := RestoreFailure(a.Failure); why != "" {
			text += ": " + strings.TrimSuffix(why, ".")
		}
		return text
	case model.AlongUnknown:
	}
	return text + ", not brought back yet"
}

// alongNames returns what a warning is about.
func alongNames(all []model.Along) string {
	names := make([]string, len(all))
	for i := range all {
		names[i] = all[i].Name()
	}
	return strings.Join(names, ", ")
}
