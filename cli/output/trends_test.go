package output

import (
	"io"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/exp/golden"

	"jettison/model"
	"jettison/model/trend"
)

// grown are samples of four days, in which a removal falls.
func grown() trend.History {
	var h trend.History
	for i, gigabytes := range []int64{10, 11, 7, 8, 9} {
		totals := trend.Totals{Count: 10_250, Size: gigabytes * 1e9, Reclaimable: gigabytes * 4e8}
		h.Samples = append(h.Samples, trend.Sample{
			At: noon().Add(time.Duration(i-4) * day), Engine: trend.Engine{Name: "build", Host: "unix:///x.sock", ID: "id"},
			Images: totals, Containers: trend.Totals{Count: 3, Size: 5, Reclaimable: 0}, Volumes: trend.Totals{Count: 1, Size: 1e6, Reclaimable: 1e6},
			BuildCache: trend.Totals{Count: model.Unknown, Size: model.Unknown, Reclaimable: model.Unknown},
			Disk:       trend.Disk{Size: 100e9, Free: (20 - gigabytes) * 1e9},
			Repositories: []trend.Repository{
				{Name: "acme/api", Images: 1_204, Bytes: gigabytes * 5e8}, {Name: model.None, Images: 2, Bytes: 7, About: true},
			},
			Others: trend.Others{Repositories: 300, Images: 1000, Bytes: 123},
		})
	}
	h.Removals = []trend.Removal{{At: noon().Add(-50 * time.Hour), Images: 40, AtMost: 5e9}}
	return h
}

func trendsOf(h trend.History) *Trends {
	report := h.Report(0, noon())
	return &Trends{Engine: trend.Engine{Name: "build", Host: "unix:///x.sock", ID: "id"}, Report: &report, Now: noon()}
}

func TestTrends(t *testing.T) {
	t.Parallel()
	all, one := trendsOf(grown()), grown()
	one.Samples = one.Samples[4:]
	one.Samples[0].About, one.Samples[0].Disk = true, trend.UnknownDisk()
	few, none := trendsOf(one), trendsOf(trend.History{})
	none.Engine.ID = ""
	for name, write := range map[string]func(io.Writer) error{
		"document": all.WriteJSON, "CSV": all.WriteCSV, "one sample document": few.WriteJSON, "one sample CSV": few.WriteCSV,
		"no sample document": none.WriteJSON, "no sample CSV": none.WriteCSV,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			golden.RequireEqual(t, []byte(strings.ReplaceAll(written(t, write), "\r\n", "␍␊\n")))
		})
	}
	if text := written(t, none.WriteText); text != "" {
		t.Errorf("of no sample it says %q", text)
	}
	// The rows have local times.
	for _, tt := range []struct {
		trends *Trends
		want   []string
	}{
		{all, []string{
			"9.0 GB on the disk, 3.6 GB reclaimable, of just now\n", "grows 7.0 GB a week while nothing is cleaned up\n", "11 GB free, full in 11 days, on ",
			"▼ 4.0 GB", "REPOSITORY   IMAGES      NOW    A WEEK\nacme/api      1,204   4.5 GB   +3.5 GB\n",
		}},
		{few, []string{"≈ 3.6 GB reclaimable", "growth not known: there are no samples of a whole day\n", "when it is full is not known: the engine's disk can't be measured from here\n"}},
	} {
		text := written(t, tt.trends.WriteText)
		for _, want := range tt.want {
			if !strings.Contains(text, want) {
				t.Errorf("no %q in\n%s", want, text)
			}
		}
	}
}

func TestSample(t *testing.T) {
	t.Parallel()
	h := grown()
	golden.RequireEqual(t, written(t, func(w io.Writer) error { return WriteSample(w, shop(), &h.Samples[4], true) }))
}
