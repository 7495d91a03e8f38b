package output

import (
	"io"
	"time"

	"jettison/model"
	"jettison/model/size"
)

// Schema is the version of the documents. It grows when a field goes or means
// something else; fields may be added at any time. docs/json.md describes them.
const Schema = 1

// The kinds of documents.
const (
	KindImages     = "images"
	KindContainers = "containers"
	KindVolumes    = "volumes"
	KindCache      = "cache"
	KindUsage      = "usage"
	KindWhy        = "why"
	KindPlan       = "plan"
	KindRemoval    = "removal"
	KindRestore    = "restore"
	KindSample     = "sample"
	KindTrends     = "trends"
)

// Header is what every document begins with.
type Header struct {
	Schema int       `json:"schema"`
	Kind   string    `json:"kind"`
	Engine Engine    `json:"engine"`
	Taken  time.Time `json:"taken"` // when the engine was asked for its images
}

func header(kind string, engine model.Engine, taken time.Time) Header {
	return Header{Schema: Schema, Kind: kind, Engine: engineOf(engine), Taken: taken}
}

// Engine is model.Engine.
type Engine struct {
	Name       string `json:"name"`
	Host       string `json:"host"`
	Product    string `json:"product"`
	Version    string `json:"version"`
	APIVersion string `json:"apiVersion"`
	Driver     string `json:"driver,omitempty"`
	Store      string `json:"store"`
}

func engineOf(e model.Engine) Engine {
	return Engine{e.Name, e.Host, e.Product, e.Version, e.APIVersion, e.Driver, storeNames().Of(e.Store)}
}

// Bytes is size.Range: a number of bytes within bounds.
type Bytes struct {
	Min   int64  `json:"min"`
	Max   *int64 `json:"max"`   // null when no bound is known
	Exact bool   `json:"exact"` // the bounds are equal and certain
}

func bytesOf(b size.Range) Bytes {
	bytes := Bytes{Min: b.Min, Exact: b.Exact()}
	if b.Bounded() {
		bytes.Max = &b.Max
	}
	return bytes
}

// known is a number that is null when the engine did not tell it.
func known(n int64) *int64 {
	if n < 0 {
		return nil
	}
	return &n
}

// moment is a time that is null when it is not known.
func moment(t time.Time) *time.Time {
	if t.IsZero() || t.Unix() <= 0 {
		return nil
	}
	return &t
}

// Container is a container that holds an image.
type Container struct {
	ID    model.ContainerID    `json:"id"`
	Name  string               `json:"name"`
	Image model.ImageID        `json:"image"`
	State model.ContainerState `json:"state"`
	Since *time.Time           `json:"since"` // when the state began
}

func containerOf(c *model.Container) Container {
	return Container{ID: c.ID, Name: c.Name, Image: c.Image, State: c.State, Since: moment(c.Since)}
}

// Service is a swarm service that names an image.
type Service struct {
	ID       model.ServiceID `json:"id"`
	Name     string          `json:"name"`
	Image    string          `json:"image"`    // that its tasks are started from
	Previous *string         `json:"previous"` // that they were started from before its last update
}

func serviceOf(s *model.Service) Service {
	return Service{ID: s.ID, Name: s.Name, Image: s.Image, Previous: text(s.Previous)}
}

// listOf is a list for JSON: empty rather than null.
func listOf[T, R any](items []T, of func(T) R) []R {
	list := make([]R, 0, len(items))
	for _, item := range items {
		list = append(list, of(item))
	}
	return list
}

func itself[T any](item T) T { return item }

// WriteJSON writes a document.
func WriteJSON(w io.Writer, document any) error { return encodeJSON(w, document, "  ") }
