package query

import (
	"slices"

	"jettison/model"
	"jettison/model/version"
)

// ranking is the place of each image in each of its repositories, 1 for the
// newest.
//
// It ranks images, not references: all tags of an image in a repository share
// its place, so that "latest" and "1.40.0" on one image count as one of the
// three that rank>3 spares. It ranks the whole inventory except for hidden
// images, whatever else a query says.
//
// By date, an image's place is one more than the number of images built later.
// Images of the same date share the better place: if five were reproducibly
// built at the same second, rank>3 matches none. Undated images may be newer or
// older, so that they widen the bounds of all places.
//
// By version, an image counts by the highest of its tags in the order of
// version.Compare. Tags without a digit, such as "latest" or "dev", are no
// versions: they have no place and take none, and no comparison matches them.
//
// Images without a repository have no place.
type ranking struct {
	// entry is the last of an image's entries, which are linked. Most images
	// have one repository, so a list for each would be wasteful.
	entry   map[*model.Image]int32
	entries []rankEntry
	// versions says that only tags which are versions have a place.
	versions bool
}

// rankEntry is the place of an image in a repository.
type rankEntry struct {
	repo   string
	place  bounds
	before int32 // the image's entry for another repository, or noEntry
}

const noEntry = -1

// placeByDate prepares the place of rows by build date.
func placeByDate(c *compiler) rowBounds {
	if c.byDate == nil {
		c.byDate = rankByDate(c.env.Inventory.Rows())
	}
	return c.byDate
}

// placeByVersion prepares the place of rows by version.
func placeByVersion(c *compiler) rowBounds {
	if c.byVersion == nil {
		c.byVersion = rankByVersion(c.env.Inventory.Rows())
	}
	return c.byVersion
}

func newRanking(rows int) *ranking {
	return &ranking{entry: make(map[*model.Image]int32, rows), entries: make([]rankEntry, 0, rows)}
}

// of returns the place of a row. The place of what is not ranked is unknown,
// so that no comparison with it is certain.
func (r *ranking) of(row *model.Row) bounds {
	if r.versions && !isVersion(row.Tag) {
		return anything()
	}
	at, ok := r.entry[row.Image]
	for ok && at != noEntry {
		e := &r.entries[at]
		if e.repo == row.Repo {
			return e.place
		}
		at = e.before
	}
	return anything()
}

// add adds an entry for an image in a repository, unless there is one.
// Repositories must come one after another.
func (r *ranking) add(image *model.Image, repo string) (e *rankEntry, added bool) {
	at, ok := r.entry[image]
	if !ok {
		at = noEntry
	} else if r.entries[at].repo == repo {
		return &r.entries[at], false
	}
	r.entry[image] = int32(len(r.entries))
	r.entries = append(r.entries, rankEntry{repo: repo, before: at})
	return &r.entries[len(r.entries)-1], true
}

// isVersion reports whether a tag takes part in the order of versions.
func isVersion(tag string) bool {
	for i := range len(tag) {
		if '0' <= tag[i] && tag[i] <= '9' {
			return true
		}
	}
	return false
}

// repositories calls rank with the rows of each repository. Rows are sorted by
// repository.
func repositories(rows []model.Row, rank func(repo string, rows []model.Row)) {
	for len(rows) > 0 {
		repo := rows[0].Repo
		end := 1
		for end < len(rows) && rows[end].Repo == repo {
			end++
		}
		if repo != model.None {
			rank(repo, rows[:end])
		}
		rows = rows[end:]
	}
}

func rankByDate(rows []model.Row) *ranking {
	r := newRanking(len(rows))
	var dated []*model.Image
	repositories(rows, func(repo string, rows []model.Row) {
		dated = dated[:0]
		start := len(r.entries)
		for i := range rows {
			if _, added := r.add(rows[i].Image, repo); added && !rows[i].Image.Created.IsZero() {
				dated = append(dated, rows[i].Image)
			}
		}
		added := r.entries[start:]
		for i := range added {
			added[i].place = bounds{1, int64(len(added))} // replaced below if dated
		}
		undated := int64(len(added) - len(dated))
		slices.SortFunc(dated, func(a, b *model.Image) int { return b.Created.Compare(a.Created) })
		place := int64(0)
		for i, image := range dated {
			if i == 0 || !image.Created.Equal(dated[i-1].Created) {
				place = int64(i) + 1
			}
			r.entries[r.entry[image]].place = bounds{place, place + undated}
		}
	})
	return r
}

func rankByVersion(rows []model.Row) *ranking {
	r := newRanking(len(rows))
	r.versions = true
	var versions []*model.Row
	repositories(rows, func(repo string, rows []model.Row) {
		versions = versions[:0]
		for i := range rows {
			if isVersion(rows[i].Tag) {
				versions = append(versions, &rows[i])
			}
		}
		slices.SortFunc(versions, func(a, b *model.Row) int { return version.Compare(b.Tag, a.Tag) })
		place := int64(0)
		for _, row := range versions {
			if e, added := r.add(row.Image, repo); added {
				place++
				e.place = exactly(place)
			}
		}
	})
	return r
}
