package contract_test

import (
	"fmt"
	"slices"

	"github.com/moby/moby/api/types/container"
	"github.com/moby/moby/api/types/mount"
	"github.com/moby/moby/api/types/swarm"
	"github.com/moby/moby/client"

	"jettison/model"
)

// userCases are about users of images that are not created from them.
func userCases() []contractCase {
	return []contractCase{
		{name: "mounted image", do: func(p *probe) { p.mountedImage(one("lone:1", plain), one("id:lone:1", plain)) }},
		{name: "mounted image, force", do: func(p *probe) { p.mountedImage(one("lone:1", forced)) }},
		{name: "services", docker: true, alone: true, do: (*probe).services},
	}
}

// mountedImage removes an image that a container mounts. No engine minds, except when it is
// asked by name.
func (p *probe) mountedImage(list ...deletion) {
	created, err := p.engine.Client().ContainerCreate(p.t.Context(), client.ContainerCreateOptions{
		Name:   "reader",
		Config: &container.Config{Image: repo + "runs:1", Cmd: []string{"/none"}},
		HostConfig: &container.HostConfig{
			NetworkMode: "none",
			Mounts:      []mount.Mount{{Type: mount.TypeImage, Source: repo + "lone:1", Target: "/mounted"}},
		},
	})
	p.say("create a container that mounts an image: %t", err == nil)
	if err != nil {
		return // before API 1.48
	}
	p.mounts()
	p.images()
	p.layersSize()
	for _, d := range list {
		p.remove(d.ref, d.options)
		p.images()
		p.layersSize()
	}
	p.mounts()
	if p.engine.Store == model.StorePodman {
		// It can't remove the container before something has the name again.
		_, err := p.engine.Client().ImageTag(p.t.Context(), client.ImageTagOptions{Source: repo + "runs:1", Target: repo + "lone:1"})
		p.say("tag: %s", outcome(err))
	}
	_, err = p.engine.Client().ContainerRemove(p.t.Context(), created.ID, client.ContainerRemoveOptions{})
	p.say("remove the container: %s", outcome(err))
	p.layersSize()
}

// mounts records the mounts of images that the container list tells.
func (p *probe) mounts() {
	list, err := p.engine.Client().ContainerList(p.t.Context(), client.ContainerListOptions{All: true})
	if err != nil {
		p.t.Fatal(err)
	}
	for _, c := range list.Items {
		for _, m := range c.Mounts {
			if m.Type != mount.TypeImage {
				continue
			}
			line := fmt.Sprintf("  %v mounts %q", c.Names, m.Name)
			if m.Name == "" {
				line += " from " + m.Source
			}
			p.say("%s", line)
		}
	}
}

// services creates a service without tasks and removes its images. No engine minds.
func (p *probe) services() {
	api, ctx := p.engine.Client(), p.t.Context()
	p.swarm()
	p.listServices()
	_, err := api.SwarmInit(ctx, client.SwarmInitOptions{ListenAddr: "127.0.0.1:2377", AdvertiseAddr: "127.0.0.1"})
	p.say("init: %s", outcome(err))
	p.swarm()
	none := uint64(0)
	spec := swarm.ServiceSpec{
		Annotations:  swarm.Annotations{Name: "web"},
		TaskTemplate: swarm.TaskSpec{ContainerSpec: &swarm.ContainerSpec{Image: repo + "lone:1"}},
		Mode:         swarm.ServiceMode{Replicated: &swarm.ReplicatedService{Replicas: &none}},
	}
	made, err := api.ServiceCreate(ctx, client.ServiceCreateOptions{Spec: spec})
	p.say("create: %s", outcome(err))
	p.listServices()
	found, err := api.ServiceInspect(ctx, made.ID, client.ServiceInspectOptions{})
	if err != nil {
		p.t.Fatal(err)
	}
	spec.TaskTemplate.ContainerSpec = &swarm.ContainerSpec{Image: repo + "spent:1"}
	_, err = api.ServiceUpdate(ctx, made.ID, client.ServiceUpdateOptions{Version: found.Service.Version, Spec: spec})
	p.say("update: %s", outcome(err))
	p.listServices()
	p.remove("lone:1", plain)
	p.remove("spent:1", forced)
	p.images()
	_, err = api.ServiceRemove(ctx, made.ID, client.ServiceRemoveOptions{})
	p.say("remove: %s", outcome(err))
	p.listServices()
	_, err = api.SwarmLeave(ctx, client.SwarmLeaveOptions{Force: true})
	p.say("leave: %s", outcome(err))
	p.swarm()
}

// swarm records what the engine says of its swarm.
func (p *probe) swarm() {
	info, err := p.engine.Client().Info(p.t.Context(), client.InfoOptions{})
	if err != nil {
		p.t.Fatal(err)
	}
	p.say("swarm %s, manager %t", info.Info.Swarm.LocalNodeState, info.Info.Swarm.ControlAvailable)
}

// listServices records the images of services.
func (p *probe) listServices() {
	list, err := p.engine.Client().ServiceList(p.t.Context(), client.ServiceListOptions{})
	p.say("services: %s", outcome(err))
	var lines []string
	for i := range list.Items {
		service := &list.Items[i]
		line := fmt.Sprintf("  %s %s", service.Spec.Name, service.Spec.TaskTemplate.ContainerSpec.Image)
		if before := service.PreviousSpec; before != nil {
			line += " before " + before.TaskTemplate.ContainerSpec.Image
		}
		lines = append(lines, line)
	}
	slices.Sort(lines)
	p.lines = append(p.lines, lines...)
}
