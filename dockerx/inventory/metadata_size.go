package inventory

import (
	"encoding/json"
	"strings"

	"jettison/model"
)

// record is the bytes that the containerd store keeps of an image beside its
// layers: the manifest, the configuration, and of an index also that, what
// attests the image, and other platforms. The engine tells the sum of all
// content and the sizes of manifests; the configuration is bounded by what is
// known to be in it (OCI image-spec, config.md).
func (i *inspection) record(history []historyItem) model.Bytes {
	if i.Descriptor == nil {
		return model.Bytes{Min: 0, Max: i.Size}
	}
	manifest, others := i.Descriptor.Size, int64(0)
	if strings.Contains(i.Descriptor.MediaType, "index") || strings.Contains(i.Descriptor.MediaType, "manifest.list") {
		platforms := 0
		for _, m := range i.Manifests {
			if m.Available && m.Kind == "image" {
				platforms++
				manifest, others = m.Descriptor.Size, max(0, i.Size-m.Size.Content)
			}
		}
		if platforms != 1 {
			return model.Bytes{Min: 0, Max: i.Size}
		}
	}
	least, most := i.configuration(history)
	if committed(history) {
		most += leftover
	}
	return model.Bytes{Min: manifest + others + least, Max: manifest + others + most}
}

// leftover is more than the folders take that an engine made for a container,
// in bytes: they stay with the image that was committed from it.
const leftover = 32 << 10

// committed reports whether an image may be the commit of a container: by hand,
// or as the last step of a classic build.
func committed(history []historyItem) bool {
	if len(history) == 0 {
		return false
	}
	by := history[len(history)-1].CreatedBy
	return !strings.Contains(by, "#(nop)") && !strings.HasSuffix(by, "# buildkit")
}

// configuration bounds the bytes of the JSON in which an image's history,
// layers and settings are written.
func (i *inspection) configuration(history []historyItem) (least, most int64) {
	const (
		frame, perStep, perLayer = 100, 30, 73 // at least: keys, times and digests
		frameMost                = 500
		perStepMost, perListMost = 150, 80
	)
	least, most = frame, frameMost
	for _, item := range history {
		text := int64(len(item.CreatedBy) + len(item.Comment))
		least += perStep + text
		most += perStepMost + written(item.CreatedBy) + written(item.Comment)
	}
	layers := int64(len(i.RootFS.Layers))
	least += perLayer * layers
	most += perListMost * layers
	if i.Config != nil {
		most += 2 * written(i.Config) // old builders write it twice
	}
	return least, most
}

// written is the bytes of a value as JSON, in which signs such as & take six.
func written(value any) int64 {
	text, err := json.Marshal(value)
	if err != nil {
		return 0 // strings and lists of them can be written
	}
	return int64(len(text))
}
