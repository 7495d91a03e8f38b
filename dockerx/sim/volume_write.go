package sim

import (
	"archive/tar"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/moby/moby/api/types/events"
	"github.com/moby/moby/api/types/volume"

	"jettison/model/modeltest"
)

// volume finds a volume of the world.
func (e *Engine) volume(name string) (*modeltest.Volume, *apiError) {
	for _, v := range e.st.world.Volumes {
		if v.Name == name {
			return v, nil
		}
	}
	if e.podman() {
		return nil, &apiError{http.StatusNotFound, "no such volume"}
	}
	return nil, &apiError{http.StatusNotFound, "get " + name + ": no such volume"}
}

// inspectVolume serves GET /volumes/{name}.
func (e *Engine) inspectVolume(c *call) (reply, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	v, err := e.volume(c.name)
	if err != nil {
		return reply{}, err
	}
	return ok(listedVolume(v))
}

// createVolume serves POST /volumes/create. One that is there is the answer, too.
func (e *Engine) createVolume(c *call) (reply, error) {
	var request volume.CreateRequest
	if err := json.NewDecoder(c.Body).Decode(&request); err != nil {
		return fail(http.StatusBadRequest, "invalid JSON: "+err.Error())
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	return reply{http.StatusCreated, listedVolume(e.makeVolume(request.Name, request))}, nil
}

// makeVolume returns the volume of a name, which it makes if it is not there.
func (e *Engine) makeVolume(name string, request volume.CreateRequest) *modeltest.Volume {
	if v, err := e.volume(name); err == nil {
		return v
	}
	v := &modeltest.Volume{
		Name: name, Created: e.now(), Driver: request.Driver, Options: maps.Clone(request.DriverOpts), Labels: maps.Clone(request.Labels),
	}
	e.st.world.Volumes = append(slices.Clone(e.st.world.Volumes), v)
	e.emitVolume(events.ActionCreate, v)
	return v
}

// removeVolume serves DELETE /volumes/{name}.
func (e *Engine) removeVolume(c *call) (reply, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	v, err := e.volume(c.name)
	if err != nil {
		return reply{}, err
	}
	var users []string
	for _, container := range e.st.containers {
		if slices.Contains(container.Volumes, v.Name) {
			users = append(users, string(container.ID))
		}
	}
	if slices.Sort(users); len(users) > 0 {
		text := fmt.Sprintf("remove %s: volume is in use - [%s]", v.Name, strings.Join(users, ", "))
		if e.podman() {
			text = fmt.Sprintf("volume %s is being used by the following container(s): %s: volume is being used", v.Name, strings.Join(users, ", "))
		}
		return fail(http.StatusConflict, text)
	}
	e.st.world.Volumes = slices.DeleteFunc(slices.Clone(e.st.world.Volumes), func(other *modeltest.Volume) bool { return other == v })
	delete(e.st.contents, v.Name)
	action := events.ActionDestroy
	if e.podman() {
		action = events.ActionRemove
	}
	e.emitVolume(action, v)
	return reply{status: http.StatusNoContent}, nil
}

func (e *Engine) emitVolume(action events.Action, v *modeltest.Volume) {
	e.events.publish(e.now(), event{Message: events.Message{
		Type: events.VolumeEventType, Action: action,
		Actor: events.Actor{ID: v.Name, Attributes: map[string]string{"driver": v.DriverName()}},
	}})
}

func listedVolume(v *modeltest.Volume) *volume.Volume {
	return &volume.Volume{
		Name: v.Name, Driver: v.DriverName(), Scope: "local", Labels: v.Labels, Options: v.Options,
		CreatedAt: v.Created.UTC().Format(time.RFC3339), Mountpoint: v.Mountpoint(),
	}
}

// volumeFile is a file or a folder in a volume, by the header of its entry.
type volumeFile struct {
	header  tar.Header
	content []byte
}

// mountedVolume finds the volume that a container has at a folder, and its files. Volumes of a world
// take a few bytes whatever their stated size.
func (e *Engine) mountedVolume(c *container, folder string) (*modeltest.Volume, []volumeFile, *apiError) {
	name, ok := c.mountedAt[folder]
	if !ok {
		return nil, nil, &apiError{http.StatusNotFound, "Could not find the file /" + folder + " in container " + string(c.ID)}
	}
	v, err := e.volume(name)
	if err != nil {
		return nil, nil, err
	}
	files, known := e.st.contents[name]
	if !known && v.Size > 0 {
		files = []volumeFile{
			{header: tar.Header{Typeflag: tar.TypeDir, Name: "data/", Mode: 0o700, Uid: 999, Gid: 999, ModTime: v.Created}},
			{tar.Header{Typeflag: tar.TypeReg, Name: "data/" + name, Mode: 0o600, Uid: 999, Gid: 999, ModTime: v.Created, Size: int64(len(name))}, []byte(name)},
		}
	}
	return v, files, nil
}

// getArchive serves GET /containers/{id}/archive for a folder where a volume is mounted.
func (e *Engine) getArchive(w http.ResponseWriter, call *call) {
	text, err := e.volumeArchive(call)
	if err != nil {
		write(w, call, err.status, errorBody(err.message))
		return
	}
	w.Header().Set("Content-Type", "application/x-tar")
	w.Header().Set("X-Docker-Container-Path-Stat", "e30=") // an empty object
	if call.fault.spoil(w, text) {
		return
	}
	_, _ = w.Write(text) // a client that went away is no business of the engine
}

func (e *Engine) volumeArchive(call *call) ([]byte, *apiError) {
	e.mu.Lock()
	defer e.mu.Unlock()
	c, err := e.container(call.name)
	if err != nil {
		return nil, err
	}
	folder := strings.Trim(call.query.Get("path"), "/")
	v, files, err := e.mountedVolume(c, folder)
	if err != nil {
		return nil, err
	}
	var buffer bytes.Buffer
	to := tar.NewWriter(&buffer)
	_ = to.WriteHeader(&tar.Header{Typeflag: tar.TypeDir, Name: folder + "/", Mode: 0o755, ModTime: v.Created})
	for _, file := range files {
		header := file.header
		header.Name = folder + "/" + header.Name
		_ = to.WriteHeader(&header)
		_, _ = to.Write(file.content) // a buffer takes everything
	}
	_ = to.Close()
	return buffer.Bytes(), nil
}

// putArchive serves PUT /containers/{id}/archive for what is in a volume.
func (e *Engine) putArchive(call *call) (reply, error) {
	files := map[string][]volumeFile{}
	entries := tar.NewReader(call.Body)
	for {
		header, err := entries.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return fail(http.StatusInternalServerError, "Error processing tar file: "+err.Error())
		}
		content, err := io.ReadAll(entries)
		if err != nil {
			return fail(http.StatusInternalServerError, "Error processing tar file: "+err.Error())
		}
		folder, name, _ := strings.Cut(header.Name, "/")
		if name == "" {
			continue
		}
		header.Name = name
		files[folder] = append(files[folder], volumeFile{*header, content})
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	c, err := e.container(call.name)
	if err != nil {
		return reply{}, err
	}
	for folder, all := range files {
		name, ok := c.mountedAt[folder]
		if !ok {
			continue // in the container itself
		}
		v, err := e.volume(name)
		if err != nil {
			return reply{}, err
		}
		e.st.contents[name] = all
		v.Size = e.st.sizes[name] // as it was before it went
		if v.Size == 0 {
			for _, file := range all {
				v.Size += int64(len(file.content))
			}
		}
	}
	return reply{status: http.StatusOK}, nil
}

// importImage serves POST /images/create for an empty archive that the request brings.
func (e *Engine) importImage(c *call) (reply, error) {
	if _, err := io.Copy(io.Discard, c.Body); err != nil {
		return fail(http.StatusInternalServerError, err.Error())
	}
	labels := map[string]string{}
	for _, change := range c.query["changes"] {
		key, value, _ := strings.Cut(strings.TrimPrefix(change, "LABEL "), "=")
		labels[key] = value
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	made := e.st.world.Build(modeltest.Recipe{Created: e.now(), Labels: labels})
	e.st.world.Images = nil // the indexes of the state hold them
	img := e.st.addImage(made)
	e.emitImage(events.ActionImport, img.ID, string(img.ID), img.Labels)
	if repo := c.query.Get("repo"); repo != "" {
		tag := c.query.Get("tag")
		if tag != "" {
			repo += ":" + tag
		}
		e.tag(img, strings.TrimPrefix(repo, "docker.io/library/"))
	}
	return ok(map[string]string{"status": string(img.ID)})
}
