package words

import "jettison/model"

// Refusal returns why a step did not do what it should, and what to do about it, which may
// be empty; both in sentences with full stops.
func Refusal(r *model.Refusal) (text, advice string) {
	for _, say := range []func(*model.Refusal) (text, advice string){
		refusalInUse, refusalAnswer, refusalChanged, refusalPartly, refusalLost, refusalNotTried, refusalBackup,
	} {
		if text, advice = say(r); text != "" {
			return text, advice
		}
	}
	return "It could not be done.", "The raw text says why."
}

// firstRef returns the reference that a refusal is about.
func firstRef(r *model.Refusal) string {
	if len(r.Refs) == 0 {
		return Unknown
	}
	return r.Refs[0]
}

// firstContainer returns the name of the container that a refusal is about, or else its ID.
func firstContainer(r *model.Refusal) string {
	switch {
	case len(r.Containers) == 0:
		return Unknown
	case r.Containers[0].Name != "":
		return r.Containers[0].Name
	}
	return r.Containers[0].ID.Short()
}
