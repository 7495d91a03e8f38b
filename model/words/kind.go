package words

import "jettison/model"

// KindPrefix returns what stands before the name of a thing where things of several
// kinds are listed; empty for images, which their names tell.
func KindPrefix(k model.Kind) string {
	if k == model.KindImage {
		return ""
	}
	return Kind(k) + " "
}

// Kind returns what one thing of a kind is called.
func Kind(k model.Kind) string {
	switch k {
	case model.KindImage:
		return "image"
	case model.KindContainer:
		return "container"
	case model.KindVolume:
		return "volume"
	case model.KindCache:
		return "cache record"
	case model.KindUnknown:
	}
	return "thing"
}
