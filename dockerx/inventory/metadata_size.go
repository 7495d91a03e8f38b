package inventory

import (
	"encoding/json"
	"strings"

	"jettison/model/size"
)

// record bounds the bytes that the containerd store keeps of an image beside its layers:
// the manifest and the configuration, and for an index also the index and attestations. The
// engine tells the sum of all content and the sizes of manifests; the configuration is
// bounded by what is known to be in it (OCI image-spec, config.md).
func (i *inspection) record(history []historyItem, content storedContent) size.Range {
	if content.manifest == 0 {
		return size.Range{Min: 0, Max: content.own}
	}
	told := content.manifest + content.beside
	least, most := i.configuration(history)
	if committed(history) {
		most += leftover
	}
	return size.Range{Min: told + least, Max: told + most}
}

// leftover is an upper bound for the bytes of the folders that an engine makes for a
// container. They stay with an image that was committed from it.
const leftover = 32 << 10

// committed reports whether an image may be a committed container, by hand or as the last
// step of a classic build.
func committed(history []historyItem) bool {
	if len(history) == 0 {
		return false
	}
	by := history[len(history)-1].CreatedBy
	return !strings.Contains(by, "#(nop)") && !strings.HasSuffix(by, "# buildkit")
}

// configuration bounds the bytes of the configuration's JSON, which holds the history, the
// layers and the settings of an image.
func (i *inspection) configuration(history []historyItem) (least, most int64) {
	const (
		frame, perStep, perLayer = 100, 30, 73 // lower bounds: keys, times and digests
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

// written returns the bytes of a value as JSON, in which & and the like take six.
func written(value any) int64 {
	text, err := json.Marshal(value)
	if err != nil {
		return 0 // can't happen: the values are strings and lists of them
	}
	return int64(len(text))
}
