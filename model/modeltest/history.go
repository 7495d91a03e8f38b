package modeltest

import (
	"math/rand/v2"
	"slices"
	"time"

	"jettison/model"
	"jettison/model/trend"
)

const (
	// pastDays is the length of the demo's history in days, and pastHours the number
	// of hours before now that are sampled one by one.
	pastDays  = 160
	pastHours = 7 * 24
	// growing is the number of repositories that grow, the largest of the demo.
	growing = 8
)

// History makes up how an engine came to what it takes now: it grows by day, less at
// the weekend, and is cleaned up every few weeks. The same seed makes the same.
func History(inv *model.Inventory, seed uint64, now time.Time) trend.History {
	p := &past{random: rand.New(rand.NewPCG(seed, 0)), at: now}
	size := inv.Usage.Images.Size
	p.sample = trend.Take(inv, now, trend.Disk{})
	p.sample.Disk = trend.Disk{Size: p.sample.Total() * 3 / 2, Free: size / 3}
	h := trend.History{MadeUp: true, Samples: []trend.Sample{p.sample}}
	daily := size / 120
	untilCleanUp := 9 * 24 // hours back
	for hour := 1; hour <= pastDays*24; hour++ {
		p.at = now.Add(-time.Duration(hour) * time.Hour)
		if untilCleanUp--; untilCleanUp == 0 {
			gone := daily * int64(14+p.random.IntN(18))
			h.Removals = append(h.Removals, trend.Removal{At: p.at.Add(time.Minute), Images: 12 + p.random.IntN(30), AtMost: gone * 5 / 4})
			p.change(gone)
			untilCleanUp = (18 + p.random.IntN(14)) * 24
		}
		p.change(-p.grown(daily))
		if hour <= pastHours || hour%24 == 0 {
			h.Samples = append(h.Samples, p.taken())
		}
	}
	slices.Reverse(h.Samples)
	slices.Reverse(h.Removals)
	return h
}

// past is an engine on the way back in time.
type past struct {
	random *rand.Rand
	at     time.Time
	sample trend.Sample
}

// grown returns the bytes added in the hour after, none at night.
func (p *past) grown(daily int64) int64 {
	const working = 10 // hours
	if hour := p.at.UTC().Hour(); hour < 8 || hour >= 8+working {
		return 0
	}
	come := daily / working * int64(p.random.IntN(200)) / 100
	if weekday := p.at.UTC().Weekday(); weekday == time.Saturday || weekday == time.Sunday {
		return come / 5
	}
	return come
}

// change gives the images and the build cache so many bytes more, nine parts in ten
// to the images of the largest repositories.
func (p *past) change(bytes int64) {
	s := &p.sample
	images, cache := bytes*9/10, bytes/10
	add := func(n *int64, more int64) { *n = max(0, *n+more) }
	add(&s.Images.Size, images)
	add(&s.Images.Reclaimable, images*2/3)
	add(&s.BuildCache.Size, cache)
	add(&s.BuildCache.Reclaimable, cache)
	s.Disk.Free -= bytes
	s.Repositories = slices.Clone(s.Repositories)
	for i := range min(growing, len(s.Repositories)) {
		add(&s.Repositories[i].Bytes, images/int64(2<<i))
	}
}

// taken is the sample of the moment.
func (p *past) taken() trend.Sample {
	s := p.sample
	s.At = p.at
	return s
}
