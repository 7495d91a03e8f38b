package inventory

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/url"
	"time"

	"jettison/dockerx/internal/wire"
	"jettison/model"
	"jettison/model/layers"
)

// inspection is what is read of /images/{name}/json.
type inspection struct {
	layersInspection

	Parent      string
	RepoTags    []string
	RepoDigests []string
	Created     string
	// Descriptor describes the manifest or index that the ID is the digest of, and
	// Manifests what is in an index (containerd store, API 1.48 and newer).
	Descriptor *struct {
		MediaType string
		Size      int64
	}
	Manifests []wire.Manifest
	Config    *struct {
		Labels     map[string]string
		User       string
		WorkingDir string
		Env        []string
		Cmd        stringOrList
		Entrypoint stringOrList
		// Only the keys matter.
		ExposedPorts, Volumes map[string]struct{}
	}
	Author, Comment string
	wire.Platform
}

// layersInspection is the part that counting the layers of a graph store needs.
type layersInspection struct {
	ID       string `json:"Id"`
	Size     int64
	RootFS   struct{ Layers []string }
	Metadata struct{ LastTagTime string }
}

// stringOrList is a command. Old engines and Podman write some as one string.
type stringOrList []string

// UnmarshalJSON implements json.Unmarshaler.
func (l *stringOrList) UnmarshalJSON(text []byte) error {
	var list []string
	if json.Unmarshal(text, &list) == nil {
		*l = list
		return nil
	}
	var one string
	if err := json.Unmarshal(text, &one); err != nil {
		return err
	}
	*l = []string{one}
	return nil
}

// inspect inspects one image by its ID or a reference. It asks for manifests too; engines
// that keep none ignore that.
func (c fetcher) inspect(ctx context.Context, name string) (*inspection, error) {
	found := new(inspection)
	if err := c.inspectInto(ctx, name, found); err != nil {
		return nil, err
	}
	return found, nil
}

// inspectLayers inspects one image and decodes only what counting its layers needs in a
// store: thousands of images are inspected in a row.
func (c fetcher) inspectLayers(ctx context.Context, store model.Store, name string) (*inspection, error) {
	if store != model.StoreGraph {
		return c.inspect(ctx, name)
	}
	found := new(inspection)
	if err := c.inspectInto(ctx, name, &found.layersInspection); err != nil {
		return nil, err
	}
	return found, nil
}

// lastTagged asks when an image was last given a tag; zero when the engine knows of no
// time. It does without manifests, which take the containerd store longer.
func (c fetcher) lastTagged(ctx context.Context, id model.ImageID) (time.Time, error) {
	var found struct{ Metadata struct{ LastTagTime string } }
	if err := c.GetJSON(ctx, wire.ImagePath(string(id), "json"), nil, &found); err != nil {
		return time.Time{}, err
	}
	return wire.Time(found.Metadata.LastTagTime), nil
}

func (c fetcher) inspectInto(ctx context.Context, name string, found any) error {
	return c.GetJSON(ctx, wire.ImagePath(name, "json"), url.Values{"manifests": {"1"}}, found)
}

// image converts an inspection to the model. Shared size and layers are unknown. The
// containerd store counts the size differently than in its list.
func (i *inspection) image() *model.Image {
	image := &model.Image{
		ID:         wire.ImageID(model.Clean(i.ID)),
		Parent:     wire.ImageID(model.Clean(i.Parent)),
		Created:    wire.BuildTime(i.Created).Truncate(time.Second), // as the list has it
		LastTagged: wire.Time(i.Metadata.LastTagTime), TagTimeRead: true,
		Size:       i.Size,
		SharedSize: model.Unknown,
	}
	if i.Config != nil && len(i.Config.Labels) > 0 {
		image.Labels = model.NewInterner().Labels(i.Config.Labels)
	}
	image.Tags, image.Digests = wire.Refs(i.RepoTags, i.RepoDigests)
	image.Manifests = wire.Manifests(i.Manifests)
	return image
}

// chainIDs returns the chain IDs of layers given by their diff IDs from the base
// up: ChainID(L0) = DiffID(L0), ChainID(L0|…|Ln) = SHA256(ChainID(L0|…|Ln−1)
// + " " + DiffID(Ln)) (OCI image-spec, config.md, "Layer ChainID").
func chainIDs(diffIDs []string) []layers.ChainID {
	chain := make([]layers.ChainID, len(diffIDs))
	var text []byte
	for i, diff := range diffIDs {
		if i == 0 {
			chain[i] = layers.ChainID(diff)
			continue
		}
		text = append(append(append(text[:0], chain[i-1]...), ' '), diff...)
		sum := sha256.Sum256(text)
		chain[i] = layers.ChainID("sha256:" + hex.EncodeToString(sum[:]))
	}
	return chain
}
