package query

import "jettison/model"

// fields returns the table of all fields, in the order of completion and of the
// documentation. A new field is an entry here, the line of docs/query.md that
// TestPageAgreesWithTables prints, and a case of TestMatch.
func fields() []field { //nolint:funlen // it is one table
	return []field{
		{
			name: "repo", kind: textKind{rowText{repoOf, newNameTest}}, fact: model.FactImages, example: "repo:acme/*",
			about: "repository",
			page:  "the repository",
			also:  "repository",
		},
		{
			name: "tag", kind: textKind{rowText{tagOf, newTextTest}}, fact: model.FactImages, example: "tag:v1.*",
			about: "tag",
			page:  "the tag",
			also:  "version",
		},
		{
			name: "ref", kind: textKind{references{}}, fact: model.FactImages, example: "ref:nginx:1.25",
			about: "whole reference",
			page:  "the whole reference; of an untagged image its digests",
			also:  "name image reference",
		},
		{
			name: "registry", kind: textKind{rowText{registryOf, newHostTest}}, fact: model.FactImages, example: "registry:ghcr.io",
			about: "host of the registry",
			page:  "the host of the registry, in capitals or not; `docker.io` where a name has none",
			also:  "host domain",
		},
		{
			name: "id", kind: textKind{imageIDs{}}, fact: model.FactImages, example: "id:ab12",
			about: "beginning of the image ID",
			page:  "the image ID; a glob matches its beginning",
			also:  "sha",
		},
		{
			name: "digest", kind: textKind{imageTexts{digestsOf, newDigestTest}}, fact: model.FactImages, example: "digest:sha256:ab12*",
			about: "digest in a registry",
			page:  "a digest in a registry, with or without the repository",
		},
		{
			name: "label", kind: textKind{labels{}}, fact: model.FactImages, example: "label:stage=dev",
			about: "label, with or without value",
			page:  "a label: its key, or `key=value`",
		},
		{
			name: "size", kind: bytesKind{imageNumber(sizeBytes)}, fact: model.FactImages, example: "size>1GB",
			about: "bytes of all layers",
			page:  "the bytes of all layers",
			also:  "bytes larger bigger",
		},
		{
			name: "exclusive", kind: bytesKind{imageNumber(exclusiveBytes)}, fact: model.FactShared, example: "exclusive>=100MB",
			about: "bytes that no other image has",
			page:  "the bytes that no other image has",
			also:  "unique",
		},
		{
			name: "shared", kind: bytesKind{imageNumber(sharedBytes)}, fact: model.FactShared, example: "shared<1MB",
			about: "bytes that other images have too",
			page:  "the bytes that other images have too",
		},
		{
			name: "layers", kind: countKind{imageNumber(layerCount)}, fact: model.FactLayers, example: "layers>20",
			about: "number of layers",
			page:  "how many layers",
		},
		{
			name: "platform", kind: textKind{platforms{}}, fact: model.FactImages, example: "platform:linux/arm64",
			about: "platform that is there",
			page:  "a platform that the store has, such as `linux/arm64/v8` or `linux/arm64`. Only the containerd store tells, since Docker 27.4",
			also:  "arch architecture os variant",
		},
		{
			name: "platforms", kind: countKind{imageNumber(platformCount)}, fact: model.FactImages, example: "platforms>1",
			about: "number of platforms that are there",
			page:  "how many platforms the store has. Known as `platform` is",
		},
		{
			name: "age", kind: ageKind{imageMoment(builtAt)}, fact: model.FactImages, example: "age>30d",
			about: "time since it was built",
			page:  "the time since it was built",
			also:  "older until since",
		},
		{
			name: "created", kind: momentKind{imageMoment(builtAt)}, fact: model.FactImages, example: "created<2026-01-31",
			about: "when it was built",
			page:  "when it was built",
			also:  "before date built",
		},
		{
			name: "tagged", kind: momentKind{imageMoment(taggedAt)}, fact: model.FactTagTimes, example: "tagged>2w",
			about: "when it was tagged on this host",
			page:  "when it was last given a tag on this host",
		},
		{
			name: "used", kind: momentKind{lastUse{}}, fact: model.FactContainers, example: "used>90d",
			about: "when a container last used it",
			page:  "when a container last used it. Of an image without containers that is not known",
		},
		{
			"ancestor", relation(builtOn), model.FactLayers,
			"ancestor:nginx:1.25",
			"built on this image",
			"it is built on this image",
			"descendant descendants parent from",
		},
		{
			"base-of", relation(baseOf), model.FactLayers,
			"base-of:acme/api",
			"what this image was built on",
			"this image is built on it",
			"base baseof child",
		},
		{
			name: "rank", kind: countKind{rowNumber(placeByDate)}, fact: model.FactImages, example: "rank>3",
			about: "place in its repository, newest first",
			page:  "its place in its repository, the newest first",
		},
		{
			name: "vrank", kind: countKind{rowNumber(placeByVersion)}, fact: model.FactImages, example: "vrank>3",
			about: "place in its repository, highest version first",
			page:  "its place in its repository, the highest version first",
		},
	}
}
