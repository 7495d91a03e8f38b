package output

import (
	"io"
	"strconv"
	"strings"
	"time"

	"jettison/model"
	"jettison/model/words"
)

// CacheRecords are records of the build cache to be printed.
type CacheRecords struct {
	Inventory *model.Inventory
	List      []*model.CacheRecord // in their order
	Now       time.Time
	Whole     bool // IDs are not shortened
}

// WriteTable writes a line for each record.
func (l *CacheRecords) WriteTable(w io.Writer) error {
	columns := []column{
		{title: "CACHE ID"},
		{title: "WHAT"},
		{title: "TYPE"},
		{title: "SIZE", right: true},
		{title: "FREES", right: true},
		{title: "STATE"},
		{title: "USED", right: true},
		{title: "LAST USED"},
		{title: "CREATED"},
	}
	rows := make([][]string, 0, len(l.List))
	for _, r := range l.List {
		frees := words.Unknown
		if !r.InUse {
			frees = words.Bytes(l.Inventory.FreedByRecord(r))
		}
		rows = append(rows, []string{
			l.id(r), r.Called(), words.CacheType(r), words.Size(r.Size), frees, words.CacheState(r),
			words.Count(r.Uses), words.Ago(l.Now, r.LastUsed), words.Ago(l.Now, r.Created),
		})
	}
	return writeTable(w, columns, rows)
}

// WriteIDs writes the ID of each record.
func (l *CacheRecords) WriteIDs(w io.Writer) error {
	var text strings.Builder
	for _, r := range l.List {
		text.WriteString(l.id(r) + "\n")
	}
	_, err := io.WriteString(w, text.String())
	return err
}

func (l *CacheRecords) id(r *model.CacheRecord) string {
	if l.Whole {
		return r.ID
	}
	return r.Target().Short()
}

func cacheTitles() map[string]string {
	return map[string]string{
		"CacheType": "CACHE TYPE", "CreatedSince": "CREATED", "Description": "DESCRIPTION", "ID": "CACHE ID", "InUse": "IN USE",
		"LastUsedSince": "LAST USED", "Shared": "SHARED", "Size": "SIZE", "UsageCount": "USAGE",
	}
}

// CacheTable is the template that a --format of "table" stands for, as in docker system df -v.
const CacheTable = "{{.ID}}\t{{.CacheType}}\t{{.Size}}\t{{.CreatedSince}}\t{{.LastUsedSince}}\t{{.UsageCount}}\t{{.Shared}}"

// WriteFormat writes the records by a template, with docker's names and texts.
func (l *CacheRecords) WriteFormat(w io.Writer, f *Format) error {
	items := make([]CacheRecord, 0, len(l.List))
	for _, r := range l.List {
		items = append(items, CacheRecord{
			CacheType: r.Type, CreatedSince: dockerSince(r.Created, l.Now), Description: r.Description, ID: l.id(r), InUse: strconv.FormatBool(r.InUse),
			LastUsedSince: dockerSince(r.LastUsed, l.Now), Shared: strconv.FormatBool(r.Shared), Size: dockerSize(r.Size), UsageCount: strconv.FormatInt(r.Uses, 10),
		})
	}
	return write(w, f, cacheTitles(), items)
}

// cacheDocument is the document of kind "cache".
type cacheDocument struct {
	Header
	Query   string            `json:"query"`
	Records []listedCacheJSON `json:"records"`
}

type listedCacheJSON struct {
	cacheJSON
	Name    string   `json:"name"`    // what it is of, for people
	Parents []string `json:"parents"` // records that it was built on
	Frees   *Bytes   `json:"frees"`   // by its removal alone; null while a build uses it
	Pinned  *pinJSON `json:"pinned"`  // null when nothing protects it
}

// WriteJSON writes the document of kind "cache".
func (l *CacheRecords) WriteJSON(w io.Writer, query string) error {
	return WriteJSON(w, cacheDocument{
		Header: header(KindCache, l.Inventory.Engine, l.Inventory.Taken), Query: query, Records: listOf(l.List, l.json),
	})
}

func (l *CacheRecords) json(r *model.CacheRecord) listedCacheJSON {
	item := listedCacheJSON{cacheJSON: cacheOf(r), Name: r.Called(), Parents: listOf(r.Parents, itself)}
	if !r.InUse {
		frees := bytesOf(l.Inventory.FreedByRecord(r))
		item.Frees = &frees
	}
	if pin, ok := l.Inventory.Pin(model.Key{Target: r.Target()}); ok {
		held := pinOf(pin)
		item.Pinned = &held
	}
	return item
}
