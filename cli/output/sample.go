package output

import (
	"io"
	"time"

	"jettison/model"
	"jettison/model/trend"
)

// sampleDocument is the document of kind "sample".
type sampleDocument struct {
	Header
	Sample   sampleJSON `json:"sample"`
	Recorded bool       `json:"recorded"`
}

// sampleJSON is trend.Sample.
type sampleJSON struct {
	At           time.Time          `json:"at"`
	Size         *int64             `json:"size"`        // of all categories
	Reclaimable  *int64             `json:"reclaimable"` // of all categories
	Exact        bool               `json:"exact"`
	Images       sampleTotalsJSON   `json:"images"`
	Containers   sampleTotalsJSON   `json:"containers"`
	Volumes      sampleTotalsJSON   `json:"volumes"`
	BuildCache   sampleTotalsJSON   `json:"buildCache"`
	Disk         diskJSON           `json:"disk"`
	Repositories []repositoryJSON   `json:"repositories"`
	Others       *otherRepositories `json:"others"`
}

type sampleTotalsJSON struct {
	Total       *int64 `json:"total"`
	Size        *int64 `json:"size"`
	Reclaimable *int64 `json:"reclaimable"`
}

type diskJSON struct {
	Size *int64 `json:"size"`
	Free *int64 `json:"free"`
}

type repositoryJSON struct {
	Repository *string `json:"repository"` // null for images without one
	Images     int     `json:"images"`
	Size       int64   `json:"size"`
	Exact      bool    `json:"exact"`
}

type otherRepositories struct {
	Repositories int   `json:"repositories"`
	Images       int   `json:"images"`
	Size         int64 `json:"size"`
}

func sampleOf(s *trend.Sample) sampleJSON {
	totals := func(t trend.Totals) sampleTotalsJSON {
		return sampleTotalsJSON{known(t.Count), known(t.Size), known(t.Reclaimable)}
	}
	document := sampleJSON{
		At: s.At, Size: known(s.Total()), Reclaimable: known(s.Reclaimable()), Exact: !s.About,
		Images: totals(s.Images), Containers: totals(s.Containers), Volumes: totals(s.Volumes), BuildCache: totals(s.BuildCache),
		Disk: diskJSON{known(s.Disk.Size), known(s.Disk.Free)},
		Repositories: listOf(s.Repositories, func(r trend.Repository) repositoryJSON {
			return repositoryJSON{repositoryName(r.Name), r.Images, r.Bytes, !r.About}
		}),
	}
	if s.Others.Repositories > 0 {
		document.Others = &otherRepositories{s.Others.Repositories, s.Others.Images, s.Others.Bytes}
	}
	return document
}

func repositoryName(name string) *string {
	if name == model.None {
		return nil
	}
	return &name
}

// WriteSample writes the document of kind "sample".
func WriteSample(w io.Writer, inv *model.Inventory, sample *trend.Sample, recorded bool) error {
	return WriteJSON(w, sampleDocument{header(KindSample, inv.Engine, inv.Taken), sampleOf(sample), recorded})
}
