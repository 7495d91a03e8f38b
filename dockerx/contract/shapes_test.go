package contract_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/moby/moby/api/types/container"
	"github.com/moby/moby/api/types/image"
	"github.com/moby/moby/client"

	"jettison/model"
)

// shapeCases are about the form of answers, which depends on the versions of the engine and
// of the API.
func shapeCases() []contractCase {
	return []contractCase{
		{name: "versions", do: (*probe).versions},
		{name: "manifests", docker: true, do: (*probe).manifests},
		{name: "forms of disk usage", docker: true, do: (*probe).usageForms},
		{name: "forms of inspections", docker: true, do: (*probe).inspectionForms},
	}
}

// request sends a GET without the client, which hides what the API version changes, and returns
// the answer with its body.
func (p *probe) request(path string) (*http.Response, []byte) {
	p.t.Helper()
	web := &http.Client{Transport: &http.Transport{DialContext: p.engine.Dial, DisableKeepAlives: true}}
	request, err := http.NewRequestWithContext(p.t.Context(), http.MethodGet, "http://engine"+path, http.NoBody)
	must(p.t, err)
	answer, err := web.Do(request)
	must(p.t, err)
	defer func() { _ = answer.Body.Close() }()
	body, err := io.ReadAll(answer.Body)
	must(p.t, err)
	return answer, body
}

// fields records which of the named fields an answer has, and whether they are null or empty.
func (p *probe) fields(path string, names ...string) {
	p.t.Helper()
	answer, body := p.request(path)
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(body, &fields); err != nil {
		p.t.Fatalf("GET %s: %v in %.200s", path, err, body)
	}
	if message, failed := fields["message"]; failed {
		p.say("GET %s: %d %s", path, answer.StatusCode, message)
		return
	}
	var has []string
	for _, name := range names {
		value, there := fields[name]
		switch {
		case !there:
		case len(value) > len(`""`) && string(value) != "null":
			has = append(has, name)
		default:
			has = append(has, name+" "+string(value))
		}
	}
	p.say("GET %s: %q", path, has)
}

// atLeast reports whether the flavor speaks an API version.
func (p *probe) atLeast(major, minor int) bool {
	var gotMajor, gotMinor int
	_, err := fmt.Sscanf(p.engine.Client().ClientVersion(), "%d.%d", &gotMajor, &gotMinor)
	must(p.t, err)
	return gotMajor > major || gotMajor == major && gotMinor >= minor
}

// versions records which versions of the API an engine speaks, and how it refuses others.
func (p *probe) versions() {
	ping, err := p.engine.Client().Ping(p.t.Context(), client.PingOptions{})
	must(p.t, err)
	version, err := p.engine.Client().ServerVersion(p.t.Context(), client.ServerVersionOptions{})
	must(p.t, err)
	p.say("API %s to %s, builder %q", version.MinAPIVersion, version.APIVersion, ping.BuilderVersion)
	info, err := p.engine.Client().Info(p.t.Context(), client.InfoOptions{})
	must(p.t, err)
	p.say("%s, %s, %d containers", info.Info.Driver, info.Info.OSType, info.Info.Containers)
	if p.engine.Store == model.StorePodman {
		p.fields("/v"+version.APIVersion+"/images/"+p.image("lone:1")+"/json", "Parent", "VirtualSize", "GraphDriver", "Descriptor")
		return
	}
	for _, api := range []string{"1.11", "1.23", "1.39", "1.99"} {
		answer, body := p.request("/v" + api + "/images/json")
		if answer.StatusCode == http.StatusOK {
			body = nil
		}
		p.say("API %s: %d %s %s", api, answer.StatusCode, answer.Header.Get("Content-Type"), strings.TrimSpace(string(body)))
	}
}

// manifests records what the images consist of, and how their sizes are related.
func (p *probe) manifests() {
	list, err := p.engine.Client().ImageList(p.t.Context(), client.ImageListOptions{All: true, Manifests: p.atLeast(1, 47), SharedSize: true})
	must(p.t, err)
	var lines []string
	for _, listed := range list.Items {
		found, err := p.engine.Client().ImageInspect(p.t.Context(), listed.ID)
		must(p.t, err)
		if p.atLeast(1, 48) {
			found, err = p.engine.Client().ImageInspect(p.t.Context(), listed.ID, client.ImageInspectWithManifests(true))
			must(p.t, err)
		}
		line := fmt.Sprintf("  %s", listed.ID)
		if p.engine.Store == model.StoreContainerd {
			line += fmt.Sprintf(" with content=%t", found.Size == listed.Size)
			if len(listed.Manifests) == 1 {
				line += fmt.Sprintf(" content alone=%t", found.Size == listed.Manifests[0].Size.Content)
			}
		}
		for _, m := range slices.Concat(listed.Manifests, found.Manifests) {
			line += "\n    " + describeManifest(m, listed.Size)
		}
		lines = append(lines, p.words(line))
	}
	slices.Sort(lines)
	p.lines = append(p.lines, strings.Split(strings.Join(lines, "\n"), "\n")...)
	p.sharedContent(list.Items)
}

func describeManifest(m image.ManifestSummary, size int64) string {
	line := fmt.Sprintf("%s %s available=%t all=%t", m.Kind, m.ID, m.Available, m.Size.Total == size)
	if m.ImageData != nil {
		line += fmt.Sprintf(" %s/%s containers=%q sum=%t", m.ImageData.Platform.OS, m.ImageData.Platform.Architecture,
			m.ImageData.Containers, m.Size.Total == m.Size.Content+m.ImageData.Size.Unpacked)
	}
	return line
}

// sharedContent records whether content that images share is counted as shared: then nothing
// but the manifest and the configuration is an image's own when all its layers are shared.
func (p *probe) sharedContent(list []image.Summary) {
	if p.engine.Store != model.StoreContainerd {
		return
	}
	const small = 4096
	at := slices.IndexFunc(list, func(s image.Summary) bool { return s.ID == p.image("app:1") })
	p.say("app:1 has little of its own: %t", list[at].Size-list[at].SharedSize < small)
}

// usageForms records the form of /system/df in versions of the API.
func (p *probe) usageForms() {
	lists := []string{"LayersSize", "Images", "Containers", "Volumes", "BuildCache", "BuilderSize"}
	totals := []string{"ImageUsage", "ContainerUsage", "VolumeUsage", "BuildCacheUsage"}
	for _, api := range []string{"1.41", "1.44", "1.51", "1.52", "1.53"} {
		for _, query := range []url.Values{{}, {"verbose": {"1"}}, {"type": {"volume"}}, {"type": {"build-cache"}}} {
			p.fields("/v"+api+"/system/df?"+query.Encode(), slices.Concat(lists, totals)...)
		}
	}
	if !p.atLeast(1, 52) {
		return
	}
	usage, err := p.engine.Client().DiskUsage(p.t.Context(), client.DiskUsageOptions{
		Images: true, Containers: true, Volumes: true, Verbose: true,
	})
	must(p.t, err)
	var reclaimable int64
	for _, listed := range usage.Images.Items {
		if listed.Containers == 0 {
			reclaimable += listed.Size - listed.SharedSize
		}
	}
	p.say("images: reclaimable is own bytes of the unused: %t", usage.Images.Reclaimable == reclaimable)
	p.say("containers: %d active, the rest reclaimable: %t", usage.Containers.ActiveCount, usage.Containers.Reclaimable == sumOfStopped(usage.Containers.Items))
}

func sumOfStopped(list []container.Summary) int64 {
	var sum int64
	for _, c := range list {
		if !model.ContainerState(c.State).Running() {
			sum += c.SizeRw
		}
	}
	return sum
}

// inspectionForms records which fields inspections have in versions of the API.
func (p *probe) inspectionForms() {
	for _, api := range []string{"1.41", "1.47", "1.48", "1.51", "1.52", "1.53", "1.56"} {
		for _, tag := range []string{"lone:1", "child:1"} {
			p.fields("/v"+api+"/images/"+p.image(tag)+"/json?manifests=1",
				"Parent", "VirtualSize", "Descriptor", "Manifests", "DockerVersion", "GraphDriver", "Comment")
		}
	}
}
