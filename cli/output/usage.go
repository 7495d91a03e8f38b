package output

import (
	"io"
	"strconv"
	"time"

	"github.com/docker/go-units"

	"jettison/model"
	"jettison/model/size"
	"jettison/model/words"
)

// Usage is an engine's disk usage to be printed, as `docker system df` does.
type Usage struct {
	Inventory *model.Inventory // with its usage and its containers
	Now       time.Time
}

// category is a line of `docker system df`.
type category struct {
	name   string
	totals model.Totals
	// back is what comes back when all goes that nothing uses; nil when not known.
	back *size.Range
}

func (c *category) backText() string {
	if c.back == nil {
		return words.Unknown
	}
	return words.Bytes(*c.back)
}

func (u *Usage) categories() []category {
	usage := u.Inventory.Usage
	// Of these the engine's figure is all there is: files may be sparse or linked.
	plain := func(name string, totals model.Totals) category {
		if totals.Reclaimable < 0 {
			return category{name, totals, nil}
		}
		return category{name, totals, &size.Range{Min: totals.Reclaimable, Max: totals.Reclaimable, About: totals.Reclaimable > 0}}
	}
	unused := u.unused()
	return []category{
		{"Images", usage.Images, &unused},
		plain("Containers", usage.Containers),
		plain("Local Volumes", usage.Volumes),
		plain("Build Cache", usage.BuildCache),
	}
}

// unused is what all unused images come to: counted by layers where that is
// exact, within bounds elsewhere.
func (u *Usage) unused() size.Range {
	inv := u.Inventory
	if exact, ok := inv.Unused(); ok {
		return exact
	}
	var keys []model.Key
	rows := inv.Rows()
	for i := range rows {
		if !inv.InUse(rows[i].Image.ID) {
			keys = append(keys, rows[i].Key())
		}
	}
	return model.NewPlan(inv, keys, nil).Reclaim
}

// WriteTable writes a line for each kind of thing.
func (u *Usage) WriteTable(w io.Writer) error {
	columns := []column{
		{title: "TYPE"},
		{title: "TOTAL", right: true},
		{title: "ACTIVE", right: true},
		{title: "SIZE", right: true},
		{title: "RECLAIMABLE", right: true},
		{title: "COMES BACK", right: true},
	}
	var rows [][]string
	for _, c := range u.categories() {
		rows = append(rows, []string{
			c.name, words.Count(c.totals.Count), words.Count(c.totals.Active), words.Size(c.totals.Size),
			words.Size(c.totals.Reclaimable) + percent(c.totals), c.backText(),
		})
	}
	return writeTable(w, columns, rows)
}

func percent(totals model.Totals) string {
	if share, ok := totals.Percent(); ok {
		return " (" + strconv.FormatInt(share, 10) + "%)"
	}
	return ""
}

// UsageLine is a kind of thing for a template. But for ComesBack, names and
// texts are docker's.
type UsageLine struct {
	Active      string
	ComesBack   string // what comes back when all goes that nothing uses
	Reclaimable string
	Size        string
	TotalCount  string
	Type        string
}

// UsageTable is the template that a --format of "table" stands for.
const UsageTable = "{{.Type}}\t{{.TotalCount}}\t{{.Active}}\t{{.Size}}\t{{.Reclaimable}}\t{{.ComesBack}}"

// WriteFormat writes a line for each kind of thing by a template.
func (u *Usage) WriteFormat(w io.Writer, f *Format) error {
	titles := map[string]string{
		"Active": "ACTIVE", "ComesBack": "COMES BACK", "Reclaimable": "RECLAIMABLE", "Size": "SIZE", "TotalCount": "TOTAL", "Type": "TYPE",
	}
	var lines []UsageLine
	for _, c := range u.categories() {
		lines = append(lines, UsageLine{
			Active: dockerCount(c.totals.Active), ComesBack: c.backText(), Reclaimable: dockerSize(c.totals.Reclaimable) + percent(c.totals),
			Size: dockerSize(c.totals.Size), TotalCount: dockerCount(c.totals.Count), Type: c.name,
		})
	}
	return write(w, f, titles, lines)
}

// dockerAbsent is what docker writes for what it does not know.
const dockerAbsent = "N/A"

// dockerCount writes a count as docker does, without separators; docker itself knows
// all counts.
func dockerCount(n int64) string {
	if n < 0 {
		return words.Unknown
	}
	return strconv.FormatInt(n, 10)
}

func dockerSize(n int64) string {
	if n < 0 {
		return dockerAbsent
	}
	return units.HumanSize(float64(n))
}

// dockerBytes are bounds, with numbers as docker writes them; docker itself knows
// exact ones only.
func dockerBytes(b size.Range) string { return words.BytesAs(b, dockerSize) }

// usageDocument is the document of kind "usage".
type usageDocument struct {
	Header
	Images     totalsJSON   `json:"images"`
	Containers totalsJSON   `json:"containers"`
	Volumes    totalsJSON   `json:"volumes"`
	BuildCache totalsJSON   `json:"buildCache"`
	Details    *detailsJSON `json:"details,omitempty"`
}

type totalsJSON struct {
	Total       *int64 `json:"total"`
	Active      *int64 `json:"active"`
	Size        *int64 `json:"size"`
	Reclaimable *int64 `json:"reclaimable"` // as docker counts it
	ComesBack   *Bytes `json:"comesBack"`
}

func totalsOf(c category) totalsJSON {
	totals := totalsJSON{
		Total: known(c.totals.Count), Active: known(c.totals.Active), Size: known(c.totals.Size),
		Reclaimable: known(c.totals.Reclaimable),
	}
	if c.back != nil {
		back := bytesOf(*c.back)
		totals.ComesBack = &back
	}
	return totals
}

// WriteJSON writes the document of kind "usage", with every single thing when
// it is asked for details.
func (u *Usage) WriteJSON(w io.Writer, details bool) error {
	c := u.categories()
	document := usageDocument{
		Header: header(KindUsage, u.Inventory.Engine, u.Inventory.Taken),
		Images: totalsOf(c[0]), Containers: totalsOf(c[1]), Volumes: totalsOf(c[2]), BuildCache: totalsOf(c[3]),
	}
	if details {
		document.Details = u.details()
	}
	return WriteJSON(w, document)
}
