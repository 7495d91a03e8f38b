package output

import (
	"encoding/csv"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"time"

	"jettison/model/trend"
	"jettison/model/words"
)

// Trends is how the use of a disk changed, to be printed.
type Trends struct {
	Engine trend.Engine
	Report *trend.Report
	Now    time.Time
}

const (
	// trendRows is how many moments the text shows, trendBar how many cells the bar
	// of one has, and trendRepositories how many repositories it shows.
	trendRows         = 12
	trendBar          = 24
	trendRepositories = 10
)

// WriteText writes the figures, a bar for each of a few moments, and the
// repositories that grow the fastest.
func (t *Trends) WriteText(w io.Writer) error {
	samples := t.Report.Samples
	if len(samples) == 0 {
		return nil
	}
	var text strings.Builder
	newest := &samples[len(samples)-1]
	fmt.Fprintf(&text, "%s on the disk, %s reclaimable, of %s\n", words.Size(newest.Total()), about(newest.About)+words.Size(newest.Reclaimable()), words.Ago(t.Now, newest.At))
	text.WriteString(t.growthWords() + "\n" + t.fullWords(newest) + "\n\n")
	if err := t.writeMoments(&text); err != nil {
		return err
	}
	if len(t.Report.Repositories) > 0 {
		text.WriteString("\n")
		if err := t.writeRepositories(&text); err != nil {
			return err
		}
	}
	_, err := io.WriteString(w, text.String())
	return err
}

func about(about bool) string {
	if about {
		return "≈ "
	}
	return ""
}

func (t *Trends) growthWords() string {
	switch g := &t.Report.Growth; {
	case !g.Known:
		return "growth not known: " + words.NotKnown(g.Why)
	case g.PerWeek < 0:
		return "shrinks " + words.Size(-g.PerWeek) + " a week"
	default:
		return "grows " + words.Size(g.PerWeek) + " a week while nothing is cleaned up"
	}
}

func (t *Trends) fullWords(newest *trend.Sample) string {
	free := ""
	if newest.Disk.Free >= 0 {
		free = words.Size(newest.Disk.Free) + " free, "
	}
	switch full := &t.Report.Full; {
	case full.Never:
		return free + "not filling up: " + words.NotKnown(full.Why)
	case !full.Known:
		return free + "when it is full is not known: " + words.NotKnown(full.Why)
	}
	return fmt.Sprintf("%sfull in %s, on %s", free, words.Plural(t.Report.Full.Days, "day"), t.Report.Full.At.Local().Format(time.DateOnly))
}

// writeMoments writes the last sample of each of a few equal times, with a bar of
// all bytes whose full part can be reclaimed, and what was removed in the time.
func (t *Trends) writeMoments(w io.Writer) error {
	samples := t.Report.Samples
	span, largest := t.Report.To.Sub(t.Report.From), int64(1)
	for i := range samples {
		largest = max(largest, samples[i].Total())
	}
	row := func(at time.Time) int {
		return min(trendRows-1, int(float64(at.Sub(t.Report.From))/float64(max(1, span))*trendRows))
	}
	columns := []column{{title: "WHEN"}, {title: "SIZE", right: true}, {title: "RECLAIMABLE", right: true}, {title: ""}, {title: "REMOVED"}}
	marks := t.Report.Marks
	var rows [][]string
	for i := range samples {
		s := &samples[i]
		if i+1 < len(samples) && row(samples[i+1].At) == row(s.At) {
			continue
		}
		removed := int64(0)
		for ; len(marks) > 0 && !marks[0].At.After(s.At); marks = marks[1:] {
			removed += max(0, marks[0].Fell)
		}
		fell := ""
		if removed > 0 {
			fell = "▼ " + words.Size(removed)
		}
		all := cellsOf(s.Total(), largest)
		full := min(all, cellsOf(s.Reclaimable(), largest))
		bar := strings.Repeat("█", full) + strings.Repeat("░", all-full)
		rows = append(rows, []string{
			s.At.Local().Format("2006-01-02 15:04"), words.Size(s.Total()), about(s.About) + words.Size(s.Reclaimable()),
			bar + strings.Repeat(" ", trendBar-all), fell,
		})
	}
	columns[3].title = "█ reclaimable, ░ other"
	return writeTable(w, columns, rows)
}

// cellsOf is how many cells of a bar a part of the largest takes.
func cellsOf(bytes, largest int64) int {
	return int(math.Round(float64(max(0, bytes)) / float64(largest) * trendBar))
}

func (t *Trends) writeRepositories(w io.Writer) error {
	columns := []column{{title: "REPOSITORY"}, {title: "IMAGES", right: true}, {title: "NOW", right: true}, {title: "A WEEK", right: true}}
	var rows [][]string
	for _, r := range t.Report.Repositories[:min(trendRepositories, len(t.Report.Repositories))] {
		rows = append(rows, []string{r.Name, words.Count(r.Images), about(r.About) + words.Size(r.Bytes), "+" + words.Size(r.PerWeek)})
	}
	return writeTable(w, columns, rows)
}

// trendsDocument is the document of kind "trends".
type trendsDocument struct {
	Schema       int              `json:"schema"`
	Kind         string           `json:"kind"`
	Engine       sampledEngine    `json:"engine"`
	Taken        time.Time        `json:"taken"` // when the samples were read
	From         *time.Time       `json:"from"`
	To           *time.Time       `json:"to"`
	Growth       growthJSON       `json:"growth"`
	Full         fullJSON         `json:"full"`
	Repositories []repositoryRise `json:"repositories"`
	Removals     []markJSON       `json:"removals"`
	Samples      []sampleJSON     `json:"samples"`
}

type sampledEngine struct {
	Name string  `json:"name"`
	Host string  `json:"host"`
	ID   *string `json:"id"`
}

type growthJSON struct {
	PerWeek *int64  `json:"perWeek"` // null when not known
	Why     *string `json:"why"`     // it is not known
}

type fullJSON struct {
	Days *int       `json:"days"` // null when not known
	At   *time.Time `json:"at"`
	Why  *string    `json:"why"`
}

type repositoryRise struct {
	repositoryJSON
	PerWeek int64 `json:"perWeek"`
}

type markJSON struct {
	At       time.Time `json:"at"`
	Removals int       `json:"removals"`
	Images   int       `json:"images"`
	AtMost   *int64    `json:"atMost"`
	Fell     *int64    `json:"fell"`
}

// WriteJSON writes the document of kind "trends".
func (t *Trends) WriteJSON(w io.Writer) error {
	r := t.Report
	document := trendsDocument{
		Schema: Schema, Kind: KindTrends, Engine: sampledEngine{t.Engine.Name, t.Engine.Host, textOrNull(t.Engine.ID)}, Taken: t.Now,
		From: moment(r.From), To: moment(r.To), Growth: growthJSON{Why: textOrNull(words.NotKnown(r.Growth.Why))}, Full: fullJSON{Why: textOrNull(words.NotKnown(r.Full.Why))},
		Repositories: listOf(r.Repositories, func(r trend.RepositoryGrowth) repositoryRise {
			return repositoryRise{repositoryJSON{repositoryName(r.Name), r.Images, r.Bytes, !r.About}, r.PerWeek}
		}),
		Removals: listOf(r.Marks, func(m trend.Mark) markJSON {
			return markJSON{m.At, m.Removals, m.Images, known(m.AtMost), known(m.Fell)}
		}),
		Samples: make([]sampleJSON, 0, len(r.Samples)),
	}
	if r.Growth.Known {
		document.Growth.PerWeek = &r.Growth.PerWeek
	}
	if r.Full.Known {
		document.Full = fullJSON{Days: &r.Full.Days, At: &r.Full.At}
	}
	for i := range r.Samples {
		document.Samples = append(document.Samples, sampleOf(&r.Samples[i]))
	}
	return WriteJSON(w, document)
}

// textOrNull is a text that is null when it is empty.
func textOrNull(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

// WriteCSV writes a record for each sample, as RFC 4180 has it. What is not known is
// empty.
func (t *Trends) WriteCSV(w io.Writer) error {
	writer := csv.NewWriter(w)
	writer.UseCRLF = true
	record := []string{"at", "size", "reclaimable"}
	for _, category := range []string{"images", "containers", "volumes", "build_cache"} {
		record = append(record, category, category+"_size", category+"_reclaimable")
	}
	record = append(record, "disk_size", "disk_free")
	// What fails to be written fails to be flushed.
	_ = writer.Write(record)
	for i := range t.Report.Samples {
		s := &t.Report.Samples[i]
		record = append(record[:0], s.At.UTC().Format(time.RFC3339), number(s.Total()), number(s.Reclaimable()))
		for _, totals := range []trend.Totals{s.Images, s.Containers, s.Volumes, s.BuildCache} {
			record = append(record, number(totals.Count), number(totals.Size), number(totals.Reclaimable))
		}
		_ = writer.Write(append(record, number(s.Disk.Size), number(s.Disk.Free)))
	}
	writer.Flush()
	return writer.Error()
}

// number is empty when it is not known.
func number(n int64) string {
	if n < 0 {
		return ""
	}
	return strconv.FormatInt(n, 10)
}
