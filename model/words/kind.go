package words

import "jettison/model"

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
