package trend_test

import (
	"time"

	"jettison/model"
	"jettison/model/trend"
)

// line returns a history of samples that many gigabytes large, a step apart, the
// last of them now.
func line(step time.Duration, gigabytes ...float64) trend.History {
	var h trend.History
	for i, gb := range gigabytes {
		h.Samples = append(h.Samples, trend.Sample{
			At: now.Add(-step * time.Duration(len(gigabytes)-1-i)), Images: trend.Totals{Count: 1, Size: int64(gb * 1e9)},
			Containers: nothing(), Volumes: nothing(), BuildCache: nothing(), Disk: trend.Disk{Size: 200e9, Free: 70e9},
		})
	}
	return h
}

func nothing() trend.Totals {
	return trend.Totals{Count: model.Unknown, Size: model.Unknown, Reclaimable: model.Unknown}
}
