package query

import (
	"slices"

	"jettison/model"
)

// fields returns the table of all fields, in the order of completion and of the
// documentation. A new field is an entry here, the line of docs/query.md that
// TestThePageSaysWhatTheTablesSay prints, and a case of TestMatch.
func fields() []field {
	return slices.Concat(nameFields(), sizeFields(), timeFields(), relationFields())
}

// nameFields say what an image is called.
func nameFields() []field {
	return []field{
		{
			"repo", textKind(rowText{repoOf, newNameTest}), model.FactImages, "repo:acme/*",
			"repository",
			"the repository",
			also{"repository"},
		},
		{
			"tag", textKind(rowText{tagOf, newTextTest}), model.FactImages, "tag:v1.*",
			"tag",
			"the tag",
			also{"version"},
		},
		{
			"ref", textKind(references{}), model.FactImages, "ref:nginx:1.25",
			"whole reference",
			"the whole reference; of an untagged image its digests",
			also{"name", "image", "reference"},
		},
		{
			"registry", textKind(rowText{registryOf, newTextTest}), model.FactImages, "registry:ghcr.io",
			"host of the registry",
			"the host of the registry; `docker.io` where a name has none",
			also{"host", "domain"},
		},
		{
			"id", textKind(imageIDs{}), model.FactImages, "id:ab12",
			"beginning of the image ID",
			"the image ID; a glob matches its beginning",
			also{"sha"},
		},
		{
			"digest", textKind(imageTexts{digestsOf, newDigestTest}), model.FactImages, "digest:sha256:ab12*",
			"digest in a registry",
			"a digest in a registry, with or without the repository",
			nil,
		},
		{
			"label", textKind(labels{}), model.FactImages, "label:stage=dev",
			"label, with or without value",
			"a label: its key, or `key=value`",
			nil,
		},
	}
}

// sizeFields say how large an image is.
func sizeFields() []field {
	return []field{
		{
			"size", bytesKind(imageNumber(sizeBytes)), model.FactImages, "size>1GB",
			"bytes of all layers",
			"the bytes of all layers",
			also{"bytes", "larger", "bigger"},
		},
		{
			"exclusive", bytesKind(imageNumber(exclusiveBytes)), model.FactShared, "exclusive>=100MB",
			"bytes that no other image has",
			"the bytes that no other image has",
			also{"unique"},
		},
		{
			"shared", bytesKind(imageNumber(sharedBytes)), model.FactShared, "shared<1MB",
			"bytes that other images have too",
			"the bytes that other images have too",
			nil,
		},
		{
			"layers", countKind(imageNumber(layerCount)), model.FactLayers, "layers>20",
			"number of layers",
			"how many layers",
			nil,
		},
	}
}

// timeFields say when something happened to an image.
func timeFields() []field {
	return []field{
		{
			"age", ageKind(imageMoment(builtAt)), model.FactImages, "age>30d",
			"time since it was built",
			"the time since it was built",
			also{"older", "until", "since"},
		},
		{
			"created", momentKind(imageMoment(builtAt)), model.FactImages, "created<2026-01-31",
			"when it was built",
			"when it was built",
			also{"before", "date", "built"},
		},
		{
			"tagged", momentKind(imageMoment(taggedAt)), model.FactLayers, "tagged>2w",
			"when it was tagged on this host",
			"when it was last given a tag on this host",
			nil,
		},
		{
			"used", momentKind(rowMoment(lastUse)), model.FactContainers, "used>90d",
			"when a container last used it",
			"when a container last used it. Of an image without containers that is not known",
			nil,
		},
	}
}

// relationFields say how an image stands to others.
func relationFields() []field {
	return []field{
		{
			"ancestor", relationKind(builtOn), model.FactLayers, "ancestor:nginx:1.25",
			"built on this image",
			"it is built on this image",
			also{"descendant", "descendants", "parent", "from"},
		},
		{
			"base-of", relationKind(baseOf), model.FactLayers, "base-of:acme/api",
			"what this image was built on",
			"this image is built on it",
			also{"base", "baseof", "child"},
		},
		{
			"rank", countKind(rowNumber(placeByDate)), model.FactImages, "rank>3",
			"place in its repository, newest first",
			"its place in its repository, the newest first",
			nil,
		},
		{
			"vrank", countKind(rowNumber(placeByVersion)), model.FactImages, "vrank>3",
			"place in its repository, highest version first",
			"its place in its repository, the highest version first",
			nil,
		},
	}
}
