package query

import (
	"math"
	"time"

	"jettison/model"
)

func sizeBytes(image *model.Image) bounds {
	if image.Size < 0 {
		return bounds{0, math.MaxInt64}
	}
	return exactly(image.Size)
}

func exclusiveBytes(image *model.Image) bounds {
	if image.Size < 0 {
		return bounds{0, math.MaxInt64}
	}
	unique := image.Unique()
	return bounds{unique.Min, unique.Max}
}

func sharedBytes(image *model.Image) bounds {
	if image.SharedSize >= 0 {
		return exactly(image.SharedSize)
	}
	return bounds{0, sizeBytes(image).high}
}

func layerCount(image *model.Image) bounds {
	switch {
	case image.Top != nil:
		return exactly(int64(image.Top.Depth))
	case image.Layered:
		return exactly(0)
	}
	return bounds{0, math.MaxInt64}
}

func builtAt(image *model.Image) time.Time { return image.Created }

func taggedAt(image *model.Image) time.Time { return image.LastTagged }
