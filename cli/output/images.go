package output

import (
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/docker/go-units"

	"jettison/model"
	"jettison/model/words"
)

// Images are rows of an inventory to be printed.
type Images struct {
	Inventory *model.Inventory
	Rows      []*model.Row // in their order
	Now       time.Time
	// Used is whether the containers are known, and Shares whether it was asked
	// what images share.
	Used, Shares bool
	Whole        bool // IDs are not shortened
}

// dockerTime is how docker writes a date.
const dockerTime = "2006-01-02 15:04:05 -0700 MST"

// WriteTable writes a line for each row.
func (i *Images) WriteTable(w io.Writer) error {
	columns := []column{
		{title: "REPOSITORY"},
		{title: "TAG"},
		{title: "IMAGE ID"},
		{title: "CREATED"},
		{title: "SIZE", right: true},
		{title: "EXCLUSIVE", right: true},
		{title: "SHARED", right: true},
		{title: "USED BY"},
		{title: "STATE"},
	}
	rows := make([][]string, 0, len(i.Rows))
	for _, row := range i.Rows {
		own, others := i.shares(row.Image)
		rows = append(rows, []string{
			row.Repo, row.Tag, i.id(row.Image), words.Ago(i.Now, row.Image.Created),
			words.Size(row.Image.Size), own, others, i.usedBy(row.Image), i.state(row.Image),
		})
	}
	return writeTable(w, columns, rows)
}

// WriteIDs writes the ID of each image once.
func (i *Images) WriteIDs(w io.Writer) error {
	var text strings.Builder
	seen := map[model.ImageID]bool{}
	for _, row := range i.Rows {
		if !seen[row.Image.ID] {
			seen[row.Image.ID] = true
			text.WriteString(i.id(row.Image) + "\n")
		}
	}
	_, err := io.WriteString(w, text.String())
	return err
}

func (i *Images) id(image *model.Image) string {
	if i.Whole {
		return string(image.ID)
	}
	return image.ID.Short()
}

func (i *Images) shares(image *model.Image) (own, others string) {
	if !i.Shares {
		return words.Unknown, words.Unknown
	}
	return words.Bytes(i.Inventory.Own(image)), words.Bytes(i.Inventory.Others(image))
}

// usedBy names what uses an image, and counts the others.
func (i *Images) usedBy(image *model.Image) string {
	users := words.UsedBy(i.Inventory, image.ID)
	if len(users) == 0 {
		return words.Unknown
	}
	text := users[0]
	if more := len(users) - 1; more > 0 {
		text += " +" + words.Count(more)
	}
	return text
}

// users are the containers of an image, the running ones first.
func (i *Images) users(image *model.Image) []*model.Container {
	return model.ByState(i.Inventory.Users(image.ID))
}

func (i *Images) state(image *model.Image) string {
	if !i.Used {
		return words.Unknown
	}
	return usageNames().Of(i.Inventory.State(image))
}

// dockerSince is how long ago a time was, as docker says it.
func dockerSince(t, now time.Time) string {
	if moment(t) == nil {
		return dockerAbsent
	}
	return units.HumanDuration(now.Sub(t)) + " ago"
}

// Image is a row for a template. The names are docker's as far as docker has
// the thing, and so are the texts of its fields.
type Image struct {
	Containers   string // how many use it; "N/A" when not known
	CreatedAt    string
	CreatedSince string
	Digest       string
	Exclusive    string
	ID           string
	Labels       string
	Reference    string
	Repository   string
	Shared       string
	SharedSize   string // as Shared, written as docker writes it
	Size         string
	State        string
	Tag          string
	UniqueSize   string // as Exclusive, written as docker writes it
	UsedBy       string // the names of the containers and services
}

func imageTitles() map[string]string {
	return map[string]string{
		"Containers": "CONTAINERS", "CreatedAt": "CREATED AT", "CreatedSince": "CREATED", "Digest": "DIGEST",
		"Exclusive": "EXCLUSIVE", "ID": "IMAGE ID", "Labels": "LABELS", "Reference": "REFERENCE", "Repository": "REPOSITORY",
		"Shared": "SHARED", "SharedSize": "SHARED SIZE", "Size": "SIZE", "State": "STATE", "Tag": "TAG",
		"UniqueSize": "UNIQUE SIZE", "UsedBy": "USED BY",
	}
}

// ImageTable is the template that a --format of "table" stands for.
const ImageTable = "{{.Repository}}\t{{.Tag}}\t{{.ID}}\t{{.CreatedSince}}\t{{.Size}}\t{{.Exclusive}}\t{{.Shared}}\t{{.UsedBy}}\t{{.State}}"

// WriteFormat writes the rows by a template.
func (i *Images) WriteFormat(w io.Writer, f *Format) error {
	items := make([]Image, 0, len(i.Rows))
	for _, row := range i.Rows {
		items = append(items, i.item(row))
	}
	return write(w, f, imageTitles(), items)
}

func (i *Images) item(row *model.Row) Image {
	image := row.Image
	own, others := i.shares(image)
	item := Image{
		Containers: dockerAbsent, CreatedAt: image.Created.Local().Format(dockerTime), CreatedSince: dockerSince(image.Created, i.Now),
		Digest: digest(row), Exclusive: own, ID: i.id(image), Labels: labels(image.Labels),
		Reference: row.Ref, Repository: row.Repo, Shared: others, SharedSize: dockerAbsent,
		Size:  units.HumanSizeWithPrecision(float64(image.Size), 3),
		State: i.state(image), Tag: row.Tag, UniqueSize: dockerAbsent,
	}
	if item.Reference == "" {
		item.Reference = i.id(image)
	}
	if i.Shares {
		item.UniqueSize, item.SharedSize = dockerBytes(i.Inventory.Own(image)), dockerBytes(i.Inventory.Others(image))
	}
	if i.Used {
		item.Containers = strconv.Itoa(len(i.users(image)))
		item.UsedBy = strings.Join(words.UsedBy(i.Inventory, image.ID), ", ")
	}
	return item
}

// digest is the one of the row's own repository.
func digest(row *model.Row) string {
	for _, ref := range row.Image.Digests {
		if repo, digest, ok := strings.Cut(ref, "@"); ok && repo == row.Repo {
			return digest
		}
	}
	return model.None
}

func labels(of map[string]string) string {
	pairs := make([]string, 0, len(of))
	for key, value := range of {
		pairs = append(pairs, key+"="+value)
	}
	slices.Sort(pairs)
	return model.Clean(strings.Join(pairs, ","))
}

// imagesDocument is the document of kind "images".
type imagesDocument struct {
	Header
	Query  string      `json:"query"`
	Images []imageJSON `json:"images"`
}

type imageJSON struct {
	ID         model.ImageID     `json:"id"`
	Reference  *string           `json:"reference"` // null for an untagged image
	Repository *string           `json:"repository"`
	Tag        *string           `json:"tag"`
	Digests    []string          `json:"digests"`
	Labels     map[string]string `json:"labels"`
	Created    *time.Time        `json:"created"`
	Tagged     *time.Time        `json:"tagged"` // when a tag was last given on this host
	Size       int64             `json:"size"`
	Exclusive  Bytes             `json:"exclusive"`
	Shared     Bytes             `json:"shared"`
	Layers     *int              `json:"layers"`
	State      string            `json:"state"`
	Containers []Container       `json:"containers"` // that use it: created from it, or mounting it
	Services   []Service         `json:"services"`   // of a swarm, that name it
	Pinned     *pinJSON          `json:"pinned"`     // null when nothing protects it
	Manifests  []manifestJSON    `json:"manifests"`
}

// WriteJSON writes the document of kind "images".
func (i *Images) WriteJSON(w io.Writer, query string) error {
	document := imagesDocument{Header: header(KindImages, i.Inventory.Engine, i.Inventory.Taken), Query: query, Images: []imageJSON{}}
	for _, row := range i.Rows {
		document.Images = append(document.Images, i.json(row))
	}
	return WriteJSON(w, document)
}

func (i *Images) json(row *model.Row) imageJSON {
	image := row.Image
	item := imageJSON{
		ID: image.ID, Digests: listOf(image.Digests, itself), Labels: image.Labels,
		Created: moment(image.Created), Tagged: moment(image.LastTagged), Size: image.Size,
		Exclusive: bytesOf(i.Inventory.Own(image)), Shared: bytesOf(i.Inventory.Others(image)),
		State: i.state(image), Containers: listOf(i.users(image), containerOf),
		Services:  listOf(i.Inventory.ServicesOf(image.ID), serviceOf),
		Reference: text(row.Ref), Repository: text(row.Repo), Tag: text(row.Tag), Manifests: manifestsOf(image),
	}
	if pin, ok := i.Inventory.Pin(row.Key()); ok {
		held := pinOf(pin)
		item.Pinned = &held
	}
	if item.Labels == nil {
		item.Labels = map[string]string{}
	}
	if image.Layered {
		depth := 0
		if image.Top != nil {
			depth = image.Top.Depth
		}
		item.Layers = &depth
	}
	return item
}

// text is null where there is none.
func text(s string) *string {
	if s == "" || s == model.None {
		return nil
	}
	return &s
}
