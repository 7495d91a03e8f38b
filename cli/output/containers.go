package output

import (
	"io"
	"strconv"
	"strings"
	"time"

	"jettison/model"
	"jettison/model/words"
)

// Containers are containers of an inventory to be printed.
type Containers struct {
	Inventory *model.Inventory
	List      []*model.Container // in their order
	Now       time.Time
	Whole     bool // IDs are not shortened
}

// WriteTable writes a line for each container.
func (l *Containers) WriteTable(w io.Writer) error {
	columns := []column{
		{title: "CONTAINER ID"},
		{title: "NAME"},
		{title: "IMAGE"},
		{title: "STATE"},
		{title: "SINCE"},
		{title: "EXIT", right: true},
		{title: "CREATED"},
		{title: "SIZE", right: true},
		{title: "PROJECT"},
	}
	rows := make([][]string, 0, len(l.List))
	for _, c := range l.List {
		image, _ := l.Inventory.ImageName(c)
		rows = append(rows, []string{
			l.id(c), c.Name, image, string(c.State), words.Ago(l.Now, c.Since), words.ExitCode(c), words.Ago(l.Now, c.Created),
			words.Size(c.Size), orUnknown(c.Project()),
		})
	}
	return writeTable(w, columns, rows)
}

func orUnknown(s string) string {
	if s == "" {
		return words.Unknown
	}
	return s
}

// WriteIDs writes the ID of each container.
func (l *Containers) WriteIDs(w io.Writer) error {
	var text strings.Builder
	for _, c := range l.List {
		text.WriteString(l.id(c) + "\n")
	}
	_, err := io.WriteString(w, text.String())
	return err
}

func (l *Containers) id(c *model.Container) string {
	if l.Whole {
		return string(c.ID)
	}
	return c.ID.Short()
}

// ListedContainer is a container for a template. The names are docker's as far as docker
// has the thing, and so are the texts of its fields.
type ListedContainer struct {
	AutoRemove    string // "true", "false"; "N/A" when not known
	CreatedAt     string
	ExitCode      string
	ID            string
	Image         string
	Labels        string
	Names         string
	Project       string
	ProjectFolder string
	RunningFor    string // since it was created, as docker has it
	Since         string // since when it has been in its state
	Size          string // of the writable layer
	State         string
	Status        string
}

func containerTitles() map[string]string {
	return map[string]string{
		"AutoRemove": "AUTO REMOVE", "CreatedAt": "CREATED AT", "ExitCode": "EXIT", "ID": "CONTAINER ID", "Image": "IMAGE", "Labels": "LABELS",
		"Names": "NAMES", "Project": "PROJECT", "ProjectFolder": "PROJECT FOLDER", "RunningFor": "CREATED", "Since": "SINCE", "Size": "SIZE",
		"State": "STATE", "Status": "STATUS",
	}
}

// ContainerTable is the template that a --format of "table" stands for.
const ContainerTable = "{{.ID}}\t{{.Names}}\t{{.Image}}\t{{.State}}\t{{.Since}}\t{{.ExitCode}}\t{{.RunningFor}}\t{{.Size}}\t{{.Project}}"

// WriteFormat writes the containers by a template.
func (l *Containers) WriteFormat(w io.Writer, f *Format) error {
	items := make([]ListedContainer, 0, len(l.List))
	for _, c := range l.List {
		items = append(items, l.item(c))
	}
	return write(w, f, containerTitles(), items)
}

func (l *Containers) item(c *model.Container) ListedContainer {
	image, _ := l.Inventory.ImageName(c)
	item := ListedContainer{
		AutoRemove: dockerAbsent, CreatedAt: c.Created.Local().Format(dockerTime), ID: l.id(c), Image: image, Labels: labels(c.Labels),
		Names: c.Name, Project: c.Project(), ProjectFolder: c.ProjectFolder(), RunningFor: dockerSince(c.Created, l.Now),
		Since: dockerSince(c.Since, l.Now), Size: dockerSize(c.Size), State: string(c.State), Status: c.Status,
	}
	if c.ExitCode != nil {
		item.ExitCode = strconv.Itoa(*c.ExitCode)
	}
	if c.Inspected {
		item.AutoRemove = strconv.FormatBool(c.AutoRemove)
	}
	return item
}

// containersDocument is the document of kind "containers".
type containersDocument struct {
	Header
	Query      string                `json:"query"`
	Containers []listedContainerJSON `json:"containers"`
}

type listedContainerJSON struct {
	Container
	ImageName     string            `json:"imageName"` // by which it was created, while that still names the image; else another of its names
	Created       *time.Time        `json:"created"`
	Status        string            `json:"status"`
	ExitCode      *int              `json:"exitCode"`
	Size          *int64            `json:"size"` // of the writable layer
	Labels        map[string]string `json:"labels"`
	Project       *string           `json:"project"`
	ProjectFolder *string           `json:"projectFolder"`
	AutoRemove    *bool             `json:"autoRemove"`
	Task          bool              `json:"task"`   // of a swarm service, which replaces it
	Pinned        *pinJSON          `json:"pinned"` // null when nothing protects it
}

// WriteJSON writes the document of kind "containers".
func (l *Containers) WriteJSON(w io.Writer, query string) error {
	return WriteJSON(w, containersDocument{
		Header: header(KindContainers, l.Inventory.Engine, l.Inventory.Taken), Query: query, Containers: listOf(l.List, l.json),
	})
}

func (l *Containers) json(c *model.Container) listedContainerJSON {
	image, _ := l.Inventory.ImageName(c)
	_, task := c.SwarmTask()
	item := listedContainerJSON{
		Container: containerOf(c), ImageName: image, Created: moment(c.Created), Status: c.Status, ExitCode: c.ExitCode, Size: known(c.Size),
		Labels: orEmpty(c.Labels), Project: text(c.Project()), ProjectFolder: text(c.ProjectFolder()), Task: task,
	}
	if c.Inspected {
		item.AutoRemove = &c.AutoRemove
	}
	if pin, ok := l.Inventory.Pin(model.Key{Target: c.Target()}); ok {
		held := pinOf(pin)
		item.Pinned = &held
	}
	return item
}
