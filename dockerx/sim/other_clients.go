package sim

import (
	"fmt"

	"github.com/moby/moby/api/types/events"

	"jettison/model"
	"jettison/model/modeltest"
)

// Load adds an image as `docker load` would: one load event with the ID and no
// tag events. A tag that another image has moves. Recipe.From must be nil; from
// names the image that it stands on, empty for none.
func (e *Engine) Load(from string, recipe modeltest.Recipe) (model.ImageID, error) {
	return e.add(events.ActionLoad, from, recipe)
}

// Build adds an image as a build would: an event when it is created and one
// for each tag; none for the tags that it takes from other images.
func (e *Engine) Build(from string, recipe modeltest.Recipe) (model.ImageID, error) {
	return e.add(events.ActionCreate, from, recipe)
}

func (e *Engine) add(action events.Action, from string, recipe modeltest.Recipe) (model.ImageID, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if from != "" {
		base, err := e.image(from)
		if err != nil {
			return "", fmt.Errorf("building on %s: %w", from, err)
		}
		recipe.From = base.Image
	}
	if recipe.Created.IsZero() {
		recipe.Created = e.now()
	}
	tags := recipe.Tags
	recipe.Tags = nil
	made := e.st.world.Build(recipe)
	for _, step := range e.st.world.Images {
		e.st.addImage(step)
	}
	e.st.world.Images = nil
	img := e.st.images[made.ID]
	e.emitImage(action, img.ID, string(img.ID), img.Labels)
	for _, tag := range tags {
		if action == events.ActionCreate {
			e.tag(img, tag)
			continue
		}
		e.giveTag(img, tag)
	}
	return img.ID, nil
}

// Storm sends n events about images that are there; nothing changes.
func (e *Engine) Storm(n int) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for i := range n {
		if len(e.st.ids) == 0 {
			return
		}
		img := e.st.images[e.st.ids[i%len(e.st.ids)]]
		name := string(img.ID)
		if len(img.Tags) > 0 {
			name = img.Tags[0]
		}
		e.emitImage(events.ActionTag, img.ID, name, img.Labels)
	}
}

// CutStreams closes all event streams, as a proxy with a timeout would.
func (e *Engine) CutStreams() { e.events.cut() }

// Tag tags an image, named as in the API, as another client would. A tag that another image
// has moves.
func (e *Engine) Tag(name, tag string) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	img, err := e.image(name)
	if err != nil {
		return err
	}
	e.tag(img, tag)
	return nil
}

// Untag removes a tag as another client would, without checking any rule.
func (e *Engine) Untag(tag string) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	img, err := e.image(tag)
	if err != nil {
		return err
	}
	e.st.untag(img, tag)
	e.emitImage(events.ActionUnTag, img.ID, string(img.ID), img.Labels)
	return nil
}

// RemoveImage deletes an image as another client would.
func (e *Engine) RemoveImage(name string, force bool) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	_, err := e.remove(name, force, true)
	return err
}

// ImageID returns the ID of an image named as in the API.
func (e *Engine) ImageID(name string) (model.ImageID, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	img, err := e.image(name)
	if err != nil {
		return "", err
	}
	return img.ID, nil
}

// CreateContainer creates a container as another client would, without starting it.
func (e *Engine) CreateContainer(image, name string) (model.ContainerID, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	c, err := e.create(createRequest{Image: image}, name)
	if err != nil {
		return "", err
	}
	return c.ID, nil
}

// StartContainer starts a container, by name or ID, as another client would.
func (e *Engine) StartContainer(name string) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	c, err := e.container(name)
	if err != nil {
		return err
	}
	if !c.State.Running() {
		e.start(c)
	}
	return nil
}

// StopContainer stops a container as another client would.
func (e *Engine) StopContainer(name string) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	c, err := e.container(name)
	if err != nil {
		return err
	}
	if c.State.Running() {
		e.exit(c, exitTerminated)
		e.emitContainer(events.ActionStop, c)
	}
	return nil
}

// RemoveContainer kills and removes a container as another client would.
func (e *Engine) RemoveContainer(name string) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	c, err := e.container(name)
	if err != nil {
		return err
	}
	e.destroy(c)
	return nil
}
