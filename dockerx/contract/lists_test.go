package contract_test

import (
	"fmt"
	"slices"
	"strings"

	"github.com/moby/moby/api/types/container"
	"github.com/moby/moby/client"

	"jettison/model"
)

func listCases() []contractCase {
	return []contractCase{
		{name: "images", do: (*probe).images},
		{name: "count of images", do: (*probe).counted},
		{name: "containers", do: (*probe).containers},
		{name: "filters", do: (*probe).filtered},
		{name: "shared sizes", docker: true, do: (*probe).sharedSizes},
		{name: "disk usage", docker: true, do: (*probe).usage},
		{name: "inspection", docker: true, do: (*probe).inspections},
		{name: "history", docker: true, do: (*probe).histories},
	}
}

// images records the image list, with sizes where they are exact.
func (p *probe) images() {
	list, err := p.engine.Client().ImageList(p.t.Context(), client.ImageListOptions{All: true})
	if err != nil {
		p.t.Fatal(err)
	}
	var lines []string
	for _, image := range list.Items {
		tags := slices.Clone(image.RepoTags)
		slices.Sort(tags)
		slices.Sort(image.RepoDigests)
		line := fmt.Sprintf("  %s tags=%q parent=%q containers=%d", image.ID, tags, image.ParentID, image.Containers)
		if p.engine.Store == model.StoreGraph {
			line += fmt.Sprintf(" size=%d digests=%q", image.Size, image.RepoDigests)
		}
		lines = append(lines, p.words(line))
	}
	slices.Sort(lines)
	p.say("%d images", len(lines))
	p.lines = append(p.lines, lines...)
}

// counted records how many images the engine counts, which is not how many it lists.
func (p *probe) counted() {
	info, err := p.engine.Client().Info(p.t.Context(), client.InfoOptions{})
	must(p.t, err)
	p.say("%d images counted", info.Info.Images)
	p.remove("child:1", noprune)
	p.remove("used:2", plain)
	info, err = p.engine.Client().Info(p.t.Context(), client.InfoOptions{})
	must(p.t, err)
	p.say("%d images counted", info.Info.Images)
}

// containers records the container list.
func (p *probe) containers() {
	list, err := p.engine.Client().ContainerList(p.t.Context(), client.ContainerListOptions{All: true})
	if err != nil {
		p.t.Fatal(err)
	}
	var lines []string
	for _, c := range list.Items {
		if c.State == "stopped" {
			c.State = container.StateExited // Podman 5 lists it so until it has cleaned up, a moment later
		}
		lines = append(lines, p.words(fmt.Sprintf("  %v %s image=%s imageID=%s", c.Names, c.State, c.Image, c.ImageID)))
	}
	slices.Sort(lines)
	p.lines = append(p.lines, lines...)
}

// layersSize records the total size of all layers where the engine reports it exactly.
func (p *probe) layersSize() {
	if p.engine.Store != model.StoreGraph {
		return
	}
	usage, err := p.engine.Client().DiskUsage(p.t.Context(), client.DiskUsageOptions{Images: true})
	if err != nil {
		p.t.Fatal(err)
	}
	p.say("layers size %d", usage.Images.TotalSize)
}

// filtered records filtered lists.
func (p *probe) filtered() {
	for _, filters := range []client.Filters{
		client.Filters{}.Add("dangling", "true"),
		client.Filters{}.Add("dangling", "false"),
		client.Filters{}.Add("label", "kind=lone"),
		client.Filters{}.Add("reference", repo+"app:*"),
	} {
		list, err := p.engine.Client().ImageList(p.t.Context(), client.ImageListOptions{Filters: filters})
		var found []string
		for _, image := range list.Items {
			found = append(found, p.words("sha256:"+strings.TrimPrefix(image.ID, "sha256:")))
		}
		slices.Sort(found)
		p.say("images %v: %s %q", filters, outcome(err), found)
	}
	for _, filters := range []client.Filters{
		client.Filters{}.Add("status", "exited"),
		client.Filters{}.Add("ancestor", repo+"runs:1"),
		client.Filters{}.Add("name", "spent"),
	} {
		list, err := p.engine.Client().ContainerList(p.t.Context(), client.ContainerListOptions{All: true, Filters: filters})
		var found []string
		for _, c := range list.Items {
			found = append(found, p.words(c.ID))
		}
		slices.Sort(found)
		p.say("containers %v: %s %q", filters, outcome(err), found)
	}
}

// sharedSizes records the list with shared sizes.
func (p *probe) sharedSizes() {
	list, err := p.engine.Client().ImageList(p.t.Context(), client.ImageListOptions{All: true, SharedSize: true})
	if err != nil {
		p.t.Fatal(err)
	}
	var lines []string
	for _, image := range list.Items {
		line := fmt.Sprintf("  %s labels=%v", image.ID, image.Labels)
		if p.engine.Store == model.StoreGraph {
			line += fmt.Sprintf(" shared=%d", image.SharedSize)
		}
		lines = append(lines, p.words(line))
	}
	slices.Sort(lines)
	p.lines = append(p.lines, lines...)
}

// usage records the answer of /system/df, with sizes where they are exact.
func (p *probe) usage() {
	usage, err := p.engine.Client().DiskUsage(p.t.Context(), client.DiskUsageOptions{
		Images: true, Containers: true, Volumes: true, BuildCache: true, Verbose: true,
	})
	if err != nil {
		p.t.Fatal(err)
	}
	var lines []string
	for _, image := range usage.Images.Items {
		line := fmt.Sprintf("  image %s containers=%d", image.ID, image.Containers)
		if p.engine.Store == model.StoreGraph {
			line += fmt.Sprintf(" size=%d shared=%d", image.Size, image.SharedSize)
		}
		lines = append(lines, p.words(line))
	}
	for _, c := range usage.Containers.Items {
		lines = append(lines, p.words(fmt.Sprintf("  container %v %s image=%s", c.Names, c.State, c.ImageID)))
	}
	for _, volume := range usage.Volumes.Items {
		lines = append(lines, fmt.Sprintf("  volume %s %s", volume.Name, volume.Driver))
		if volume.UsageData != nil {
			lines = append(lines, fmt.Sprintf("  volume %s size=%d users=%d", volume.Name, volume.UsageData.Size, volume.UsageData.RefCount))
		}
	}
	slices.Sort(lines)
	p.say("%d images, %d active; %d containers, %d active; %d volumes, %d active; %d records",
		usage.Images.TotalCount, usage.Images.ActiveCount, usage.Containers.TotalCount, usage.Containers.ActiveCount,
		usage.Volumes.TotalCount, usage.Volumes.ActiveCount, usage.BuildCache.TotalCount)
	p.lines = append(p.lines, lines...)
	p.layersSize()
}

// inspections records the inspections of images and containers.
func (p *probe) inspections() {
	for _, tag := range []string{"base:1", "app:1", "child:1", "lone:1", "none"} {
		image, err := p.engine.Client().ImageInspect(p.t.Context(), p.image(tag))
		if err != nil {
			p.t.Fatal(err)
		}
		slices.Sort(image.RepoTags)
		line := fmt.Sprintf("%s %q %s/%s layers=%d %s", image.ID, image.RepoTags, image.Os,
			image.Architecture, len(image.RootFS.Layers), image.RootFS.Type)
		if image.Config != nil {
			line += fmt.Sprintf(" labels=%v", image.Config.Labels)
		}
		if p.engine.Store == model.StoreGraph {
			line += fmt.Sprintf(" size=%d", image.Size)
		}
		p.say("%s", line)
	}
	for _, name := range []string{"old", "live", "nobody"} {
		found, err := p.engine.Client().ContainerInspect(p.t.Context(), name, client.ContainerInspectOptions{})
		p.say("container %s: %s", name, outcome(err))
		if err != nil {
			continue
		}
		c := found.Container
		if c.State == nil || c.Config == nil {
			c.State, c.Config = &container.State{}, &container.Config{}
			p.say("  without a state or a configuration")
		}
		p.say("  %s %s image=%s ref=%s %s running=%t exit=%d", c.ID, c.Name, c.Image, c.Config.Image,
			c.State.Status, c.State.Running, c.State.ExitCode)
	}
}

// histories records the layers of images and their sizes.
func (p *probe) histories() {
	for _, tag := range []string{"base:1", "app:1", "child:1", "none"} {
		history, err := p.engine.Client().ImageHistory(p.t.Context(), p.image(tag))
		p.say("history of %s: %s", tag, outcome(err))
		for _, item := range history.Items {
			line := fmt.Sprintf("  %s %q", item.ID, item.Tags)
			if p.engine.Store == model.StoreGraph {
				line += fmt.Sprintf(" size=%d", item.Size)
			}
			p.say("%s", line)
		}
	}
}
