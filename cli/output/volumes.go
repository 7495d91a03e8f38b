package output

import (
	"io"
	"strconv"
	"strings"
	"time"

	"jettison/model"
	"jettison/model/words"
)

// Volumes are volumes of an inventory to be printed.
type Volumes struct {
	Inventory *model.Inventory
	List      []*model.Volume // in their order
	Now       time.Time
	Whole     bool // names that the engine made up are not shortened
}

// WriteTable writes a line for each volume.
func (l *Volumes) WriteTable(w io.Writer) error {
	columns := []column{
		{title: "VOLUME NAME"},
		{title: "SIZE", right: true},
		{title: "STATE"},
		{title: "USED BY"},
		{title: "PROJECT"},
		{title: "CREATED"},
		{title: "DRIVER"},
	}
	rows := make([][]string, 0, len(l.List))
	for _, v := range l.List {
		rows = append(rows, []string{
			l.name(v), words.Size(v.Size), words.VolumeState(v, l.Inventory.VolumeState(v)), l.usedBy(v), orUnknown(v.Project()), words.Ago(l.Now, v.Created), v.Driver,
		})
	}
	return writeTable(w, columns, rows)
}

func (l *Volumes) usedBy(v *model.Volume) string {
	users := l.Inventory.VolumeUsers(v.Name)
	switch len(users) {
	case 0:
		return words.Unknown
	case 1:
		return users[0].Name
	}
	return users[0].Name + " +" + words.Count(len(users)-1)
}

// WriteIDs writes the whole name of each volume, which is its ID.
func (l *Volumes) WriteIDs(w io.Writer) error {
	var text strings.Builder
	for _, v := range l.List {
		text.WriteString(v.Name + "\n")
	}
	_, err := io.WriteString(w, text.String())
	return err
}

func (l *Volumes) name(v *model.Volume) string {
	if l.Whole {
		return v.Name
	}
	return v.Called()
}

// ListedVolume is a volume for a template. The names are docker's as far as docker has the thing,
// and so are the texts of its fields.
type ListedVolume struct {
	Anonymous  string // "true" or "false"
	CreatedAt  string
	Driver     string
	Labels     string
	Links      string // containers that mount it
	Mountpoint string
	Name       string
	Options    string // of its driver
	Project    string
	RunningFor string // since it was created
	Scope      string
	Size       string
	State      string
	UsedBy     string // names of the containers that mount it
}

func volumeTitles() map[string]string {
	return map[string]string{
		"Anonymous": "ANONYMOUS", "CreatedAt": "CREATED AT", "Driver": "DRIVER", "Labels": "LABELS", "Links": "LINKS", "Mountpoint": "MOUNTPOINT",
		"Name": "VOLUME NAME", "Options": "OPTIONS", "Project": "PROJECT", "RunningFor": "CREATED", "Scope": "SCOPE", "Size": "SIZE", "State": "STATE",
		"UsedBy": "USED BY",
	}
}

// VolumeTable is the template that a --format of "table" stands for, as in docker volume ls, with the
// size besides.
const VolumeTable = "{{.Driver}}\t{{.Name}}\t{{.Size}}"

// WriteFormat writes the volumes by a template.
func (l *Volumes) WriteFormat(w io.Writer, f *Format) error {
	return write(w, f, volumeTitles(), listOf(l.List, l.item))
}

func (l *Volumes) item(v *model.Volume) ListedVolume {
	users := l.Inventory.VolumeUsers(v.Name)
	return ListedVolume{
		Anonymous: strconv.FormatBool(v.Anonymous()), CreatedAt: v.Created.Local().Format(dockerTime), Driver: v.Driver, Labels: labels(v.Labels),
		Links: strconv.Itoa(len(users)), Mountpoint: v.Mountpoint, Name: v.Name, Options: labels(v.Options), Project: v.Project(),
		RunningFor: dockerSince(v.Created, l.Now), Scope: v.Scope, Size: dockerSize(v.Size), State: words.VolumeState(v, l.Inventory.VolumeState(v)),
		UsedBy: strings.Join(listOf(users, (*model.Container).Called), ","),
	}
}

// volumesDocument is the document of kind "volumes".
type volumesDocument struct {
	Header
	Query   string             `json:"query"`
	Volumes []listedVolumeJSON `json:"volumes"`
}

type listedVolumeJSON struct {
	Name       string            `json:"name"`
	Driver     string            `json:"driver"`
	Scope      string            `json:"scope"`
	Mountpoint *string           `json:"mountpoint"` // on the engine's host; null where the driver does not tell
	Created    *time.Time        `json:"created"`
	Size       *int64            `json:"size"`
	Labels     map[string]string `json:"labels"`
	Options    map[string]string `json:"options"` // of its driver
	Anonymous  bool              `json:"anonymous"`
	Project    *string           `json:"project"`
	Containers []Container       `json:"containers"` // that mount it, running or not
	Pinned     *pinJSON          `json:"pinned"`     // null when nothing protects it
}

// WriteJSON writes the document of kind "volumes".
func (l *Volumes) WriteJSON(w io.Writer, query string) error {
	return WriteJSON(w, volumesDocument{
		Header: header(KindVolumes, l.Inventory.Engine, l.Inventory.Taken), Query: query, Volumes: listOf(l.List, l.json),
	})
}

func (l *Volumes) json(v *model.Volume) listedVolumeJSON {
	item := listedVolumeJSON{
		Name: v.Name, Driver: v.Driver, Scope: v.Scope, Mountpoint: text(v.Mountpoint), Created: moment(v.Created), Size: known(v.Size),
		Labels: orEmpty(v.Labels), Options: orEmpty(v.Options), Anonymous: v.Anonymous(), Project: text(v.Project()),
		Containers: listOf(l.Inventory.VolumeUsers(v.Name), containerOf),
	}
	if pin, ok := l.Inventory.Pin(model.Key{Target: v.Target()}); ok {
		held := pinOf(pin)
		item.Pinned = &held
	}
	return item
}

// orEmpty returns a map that JSON writes as an object, never as null.
func orEmpty(m map[string]string) map[string]string {
	if m == nil {
		return map[string]string{}
	}
	return m
}
