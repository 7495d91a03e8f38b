package sim

import (
	"net/http"
	"slices"
	"strings"

	"jettison/model"
)

// externalSummary is an entry of Podman's own container list, as far as a container of a build
// has it.
type externalSummary struct {
	ID      string `json:"Id"`
	Names   []string
	Image   string
	ImageID string
	Created string
	State   model.ContainerState
}

// listExternal serves Podman's /libpod/containers/json, the containers of builds alone.
func (e *Engine) listExternal(c *call) (reply, error) {
	if !e.podman() {
		return fail(http.StatusNotFound, "page not found")
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	listed := []externalSummary{}
	for _, of := range e.st.containers {
		if of.External && c.boolean("external") {
			listed = append(listed, externalSummary{
				ID: string(of.ID), Names: []string{of.Name}, Image: of.ImageRef, ImageID: bare(of.Image),
				Created: of.Created.UTC().Format(timeLayout), State: model.StateStorage,
			})
		}
	}
	slices.SortFunc(listed, func(a, b externalSummary) int { return strings.Compare(a.ID, b.ID) })
	return ok(listed)
}
