package query

import (
	"math"
	"slices"

	"jettison/model"
)

// ranking is the place of each image in each of its repositories, 1 for the
// newest.
//
// Images are ranked, not references: all tags that an image has in a
// repository share its place, so that "latest" and "1.40.0" on one image count
// as one of the three that rank>3 spares. The whole inventory is ranked, hidden
// images excepted, whatever else a query says.
//
// By date, an image's place is one more than the number of images that were
// built later. Images of the same date share the better place: of five that
// were built reproducibly at the same second, rank>3 matches none. Where some
// are undated, they may be newer or not, and places lie within bounds.
//
// By version, an image counts by the highest of its tags, in the order of
// model.CompareVersions. Tags without a digit, such as "latest" or "dev", are no
// versions: they have no place and take none, and no comparison matches them.
//
// Images without a repository have no place.
type ranking struct {
	places map[*model.Image][]repoPlace
	// byTag has the places of versions, where only some tags have one.
	versions bool
}

type repoPlace struct {
	repo  string
	place bounds
}

// place is the place of a row.
func (r *ranking) place(row *model.Row) bounds {
	if r.versions && !isVersion(row.Tag) {
		return noPlace()
	}
	for _, p := range r.places[row.Image] {
		if p.repo == row.Repo {
			return p.place
		}
	}
	return noPlace()
}

// noPlace is the place of what is not ranked; no comparison is certain of it.
func noPlace() bounds { return bounds{math.MinInt64, math.MaxInt64} }

// isVersion reports whether a tag takes part in the order of versions.
func isVersion(tag string) bool {
	for i := range len(tag) {
		if '0' <= tag[i] && tag[i] <= '9' {
			return true
		}
	}
	return false
}

// repositories calls rank for the rows of each repository; rows come by
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
	r := &ranking{places: make(map[*model.Image][]repoPlace, len(rows))}
	var dated []*model.Image
	repositories(rows, func(repo string, rows []model.Row) {
		images := distinctImages(rows)
		dated = dated[:0]
		for _, image := range images {
			if !image.Created.IsZero() {
				dated = append(dated, image)
			}
		}
		undated := int64(len(images) - len(dated))
		slices.SortFunc(dated, func(a, b *model.Image) int { return b.Created.Compare(a.Created) })
		place := int64(0)
		for i, image := range dated {
			if i == 0 || !image.Created.Equal(dated[i-1].Created) {
				place = int64(i) + 1
			}
			r.add(image, repo, bounds{place, place + undated})
		}
		for _, image := range images {
			if image.Created.IsZero() {
				r.add(image, repo, bounds{1, int64(len(images))})
			}
		}
	})
	return r
}

func rankByVersion(rows []model.Row) *ranking {
	r := &ranking{places: make(map[*model.Image][]repoPlace, len(rows)), versions: true}
	var versions []*model.Row
	repositories(rows, func(repo string, rows []model.Row) {
		versions = versions[:0]
		for i := range rows {
			if isVersion(rows[i].Tag) {
				versions = append(versions, &rows[i])
			}
		}
		slices.SortFunc(versions, func(a, b *model.Row) int { return model.CompareVersions(b.Tag, a.Tag) })
		place := int64(0)
		for _, row := range versions {
			if !r.has(row.Image, repo) {
				place++
				r.add(row.Image, repo, exactly(place))
			}
		}
	})
	return r
}

// distinctImages are the images of a repository's rows, each once.
func distinctImages(rows []model.Row) []*model.Image {
	images := make([]*model.Image, len(rows))
	for i := range rows {
		images[i] = rows[i].Image
	}
	slices.SortFunc(images, func(a, b *model.Image) int {
		switch {
		case a == b:
			return 0
		case a.ID < b.ID:
			return -1
		}
		return 1
	})
	return slices.Compact(images)
}

func (r *ranking) add(image *model.Image, repo string, place bounds) {
	r.places[image] = append(r.places[image], repoPlace{repo, place})
}

func (r *ranking) has(image *model.Image, repo string) bool {
	places := r.places[image]
	return len(places) > 0 && places[len(places)-1].repo == repo
}
