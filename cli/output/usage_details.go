package output

import (
	"fmt"
	"io"
	"strconv"
	"time"

	"jettison/model"
	"jettison/model/words"
)

// images are one row for each image, as `docker system df -v` lists them.
func (u *Usage) images() *Images {
	images := &Images{Inventory: u.Inventory, Now: u.Now, Used: true, Shares: true}
	rows := u.Inventory.Rows()
	for i := range rows {
		row := &rows[i]
		if row.First() {
			images.Rows = append(images.Rows, row)
		}
	}
	return images
}

// WriteDetails writes the tables of `docker system df -v`.
func (u *Usage) WriteDetails(w io.Writer) error {
	tables := []struct {
		title   string
		columns []column
		rows    [][]string
	}{
		{"Images space usage:", []column{
			{title: "REPOSITORY"},
			{title: "TAG"},
			{title: "IMAGE ID"},
			{title: "CREATED"},
			{title: "SIZE", right: true},
			{title: "SHARED SIZE", right: true},
			{title: "UNIQUE SIZE", right: true},
			{title: "CONTAINERS", right: true},
		}, u.imageRows()},
		{"Containers space usage:", []column{
			{title: "CONTAINER ID"},
			{title: "IMAGE"},
			{title: "COMMAND"},
			{title: "LOCAL VOLUMES", right: true},
			{title: "SIZE", right: true},
			{title: "CREATED"},
			{title: "STATUS"},
			{title: "NAMES"},
		}, u.containerRows()},
		{"Local Volumes space usage:", []column{
			{title: "VOLUME NAME"}, {title: "LINKS", right: true}, {title: "SIZE", right: true},
		}, u.volumeRows()},
		{"Build cache usage: " + words.Size(u.Inventory.Usage.BuildCache.Size), []column{
			{title: "CACHE ID"},
			{title: "CACHE TYPE"},
			{title: "SIZE", right: true},
			{title: "CREATED"},
			{title: "LAST USED"},
			{title: "USAGE", right: true},
			{title: "SHARED"},
		}, u.cacheRows()},
	}
	for i, table := range tables {
		gap := "\n"
		if i == 0 {
			gap = ""
		}
		if _, err := fmt.Fprintf(w, "%s%s\n\n", gap, table.title); err != nil {
			return err
		}
		if err := writeTable(w, table.columns, table.rows); err != nil {
			return err
		}
	}
	return nil
}

func (u *Usage) imageRows() [][]string {
	images := u.images()
	var rows [][]string
	for _, row := range images.Rows {
		own, others := images.shares(row.Image)
		rows = append(rows, []string{
			row.Repo, row.Tag, row.Image.ID.Short(), words.Ago(u.Now, row.Image.Created), words.Size(row.Image.Size),
			others, own, words.Count(len(u.Inventory.Users(row.Image.ID))),
		})
	}
	return rows
}

const commandCells = 20

func (u *Usage) containerRows() [][]string {
	var rows [][]string
	for _, c := range u.Inventory.Containers() {
		name, _ := u.Inventory.ImageName(c)
		of := u.Inventory.Usage.OfContainer[c.ID]
		rows = append(rows, []string{
			c.ID.Short(), name, strconv.Quote(cut(of.Command, commandCells)), words.Count(of.Volumes), words.Size(c.Size),
			words.Ago(u.Now, c.Created), c.Status, c.Name,
		})
	}
	return rows
}

// cut shortens a text as docker does.
func cut(text string, most int) string {
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most-1]) + "…"
	}
	return text
}

func (u *Usage) volumeRows() [][]string {
	var rows [][]string
	for _, v := range u.Inventory.Usage.VolumeList {
		rows = append(rows, []string{v.Name, words.Count(v.Users), words.Size(v.Size)})
	}
	return rows
}

func (u *Usage) cacheRows() [][]string {
	var rows [][]string
	for _, r := range u.Inventory.Usage.Cache {
		rows = append(rows, []string{
			r.ID[:min(12, len(r.ID))], r.Type, words.Size(r.Size), words.Ago(u.Now, r.Created), words.Ago(u.Now, r.LastUsed),
			words.Count(r.Uses), strconv.FormatBool(r.Shared),
		})
	}
	return rows
}

// UsageDetails is everything for a template of `df -v`, under docker's names.
type UsageDetails struct {
	BuildCache []CacheRecord
	Containers []UsedContainer
	Images     []Image
	Volumes    []Volume
}

// UsedContainer is a container for a template.
type UsedContainer struct {
	Command, CreatedAt, ID, Image, LocalVolumes, Names, RunningFor, Size, State, Status string
}

// Volume is a volume for a template.
type Volume struct{ Driver, Links, Name, Size string }

// CacheRecord is a record of the build cache for a template.
type CacheRecord struct {
	CacheType, CreatedSince, Description, ID, InUse, LastUsedSince, Shared, Size, UsageCount string
}

// WriteDetailsFormat writes everything by a template.
func (u *Usage) WriteDetailsFormat(w io.Writer, f *Format) error {
	var all UsageDetails
	images := u.images()
	images.Whole = true
	for _, row := range images.Rows {
		all.Images = append(all.Images, images.item(row))
	}
	for _, c := range u.Inventory.Containers() {
		name, _ := u.Inventory.ImageName(c)
		of := u.Inventory.Usage.OfContainer[c.ID]
		all.Containers = append(all.Containers, UsedContainer{
			Command: strconv.Quote(of.Command), CreatedAt: c.Created.Local().Format(dockerTime), ID: string(c.ID), Image: name,
			LocalVolumes: dockerCount(of.Volumes), Names: c.Name, RunningFor: dockerSince(c.Created, u.Now), Size: dockerSize(c.Size),
			State: string(c.State), Status: c.Status,
		})
	}
	for _, v := range u.Inventory.Usage.VolumeList {
		all.Volumes = append(all.Volumes, Volume{Driver: v.Driver, Links: dockerCount(v.Users), Name: v.Name, Size: dockerSize(v.Size)})
	}
	for _, r := range u.Inventory.Usage.Cache {
		all.BuildCache = append(all.BuildCache, CacheRecord{
			CacheType: r.Type, CreatedSince: dockerSince(r.Created, u.Now), Description: r.Description, ID: r.ID, InUse: strconv.FormatBool(r.InUse),
			LastUsedSince: dockerSince(r.LastUsed, u.Now), Shared: strconv.FormatBool(r.Shared), Size: dockerSize(r.Size),
			UsageCount: strconv.FormatInt(r.Uses, 10),
		})
	}
	return write(w, f, nil, []UsageDetails{all})
}

// detailsJSON is every single thing of a usage.
type detailsJSON struct {
	Images     []imageJSON     `json:"images"`
	Containers []containerJSON `json:"containers"`
	Volumes    []volumeJSON    `json:"volumes"`
	BuildCache []cacheJSON     `json:"buildCache"`
}

type containerJSON struct {
	Container
	Created *time.Time `json:"created"`
	Command string     `json:"command"`
	Size    *int64     `json:"size"` // of the writable layer
	Volumes int64      `json:"volumes"`
}

type volumeJSON struct {
	Name       string     `json:"name"`
	Driver     string     `json:"driver"`
	Created    *time.Time `json:"created"`
	Size       *int64     `json:"size"`
	Containers *int64     `json:"containers"`
}

type cacheJSON struct {
	ID          string     `json:"id"`
	Type        string     `json:"type"`
	Description string     `json:"description"`
	InUse       bool       `json:"inUse"`
	Shared      bool       `json:"shared"` // its bytes are counted with an image
	Size        *int64     `json:"size"`
	Created     *time.Time `json:"created"`
	LastUsed    *time.Time `json:"lastUsed"`
	Uses        int64      `json:"uses"`
}

func cacheOf(r *model.CacheRecord) cacheJSON {
	return cacheJSON{r.ID, r.Type, r.Description, r.InUse, r.Shared, known(r.Size), moment(r.Created), moment(r.LastUsed), r.Uses}
}

func (u *Usage) details() *detailsJSON {
	images, usage := u.images(), u.Inventory.Usage
	return &detailsJSON{
		Images: listOf(images.Rows, images.json),
		Containers: listOf(u.Inventory.Containers(), func(c *model.Container) containerJSON {
			of := usage.OfContainer[c.ID]
			return containerJSON{containerOf(c), moment(c.Created), of.Command, known(c.Size), of.Volumes}
		}),
		Volumes: listOf(usage.VolumeList, func(v *model.Volume) volumeJSON {
			return volumeJSON{v.Name, v.Driver, moment(v.Created), known(v.Size), known(v.Users)}
		}),
		BuildCache: listOf(usage.Cache, cacheOf),
	}
}
