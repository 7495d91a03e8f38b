package query

import "jettison/model"

// imageFields returns the fields of images, in the order of completion and of the
// documentation. A new field is an entry here, the line of docs/query.md that
// TestPageAgreesWithTables prints, and a case of TestMatch.
func imageFields() []fieldOf[*model.Row] { //nolint:funlen // it is one table
	return []fieldOf[*model.Row]{
		newField("repo", textOf[*model.Row](rowText{repoOf, newNameTest}), fieldInfo{
			fact: model.FactImages, example: "repo:acme/*",
			about: "repository",
			page:  "the repository",
			also:  "repository",
		}),
		newField("tag", textOf[*model.Row](rowText{tagOf, newTextTest}), fieldInfo{
			fact: model.FactImages, example: "tag:v1.*",
			about: "tag",
			page:  "the tag",
			also:  "version",
		}),
		newField("ref", textOf[*model.Row](references{}), fieldInfo{
			fact: model.FactImages, example: "ref:nginx:1.25",
			about: "whole reference",
			page:  "the whole reference; of an untagged image its digests",
			also:  "name image reference",
		}),
		newField("registry", textOf[*model.Row](rowText{registryOf, newHostTest}), fieldInfo{
			fact: model.FactImages, example: "registry:ghcr.io",
			about: "host of the registry",
			page:  "the host of the registry, in capitals or not; `docker.io` where a name has none",
			also:  "host domain",
		}),
		newField("id", textOf[*model.Row](hexIDs[*model.Row]{eachRow, rowID}), fieldInfo{
			fact: model.FactImages, example: "id:ab12",
			about: "beginning of the image ID",
			page:  "the image ID; a glob matches its beginning",
			also:  "sha",
		}),
		newField("digest", textOf[*model.Row](imageTexts(digestsOf, newDigestTest)), fieldInfo{
			fact: model.FactImages, example: "digest:sha256:ab12*",
			about: "digest in a registry",
			page:  "a digest in a registry, with or without the repository",
		}),
		newField("label", textOf[*model.Row](labels[*model.Row]{eachRow, imageLabels}), fieldInfo{
			fact: model.FactImages, example: "label:stage=dev",
			about: "label, with or without value",
			page:  "a label: its key, or `key=value`",
		}),
		newField("size", bytesOf[*model.Row](imageNumber(sizeBytes)), fieldInfo{
			fact: model.FactImages, example: "size>1GB",
			about: "bytes of all layers",
			page:  "the bytes of all layers",
			also:  "bytes larger bigger",
		}),
		newField("exclusive", bytesOf[*model.Row](imageNumber(exclusiveBytes)), fieldInfo{
			fact: model.FactShared, example: "exclusive>=100MB",
			about: "bytes that no other image has",
			page:  "the bytes that no other image has",
			also:  "unique",
		}),
		newField("shared", bytesOf[*model.Row](imageNumber(sharedBytes)), fieldInfo{
			fact: model.FactShared, example: "shared<1MB",
			about: "bytes that other images have too",
			page:  "the bytes that other images have too",
		}),
		newField("layers", countOf[*model.Row](imageNumber(layerCount)), fieldInfo{
			fact: model.FactLayers, example: "layers>20",
			about: "number of layers",
			page:  "how many layers",
		}),
		newField("platform", textOf[*model.Row](platforms{}), fieldInfo{
			fact: model.FactImages, example: "platform:linux/arm64",
			about: "platform that is there",
			page:  "a platform that the store has, such as `linux/arm64/v8` or `linux/arm64`. Only the containerd store tells, since Docker 27.4",
			also:  "arch architecture os variant",
		}),
		newField("platforms", countOf[*model.Row](imageNumber(platformCount)), fieldInfo{
			fact: model.FactImages, example: "platforms>1",
			about: "number of platforms that are there",
			page:  "how many platforms the store has. Known as `platform` is",
		}),
		newField("age", ageOf[*model.Row](imageMoment(builtAt)), fieldInfo{
			fact: model.FactImages, example: "age>30d",
			about: "time since it was built",
			page:  "the time since it was built",
			also:  "older until since",
		}),
		newField("created", momentOf[*model.Row](imageMoment(builtAt)), fieldInfo{
			fact: model.FactImages, example: "created<2026-01-31",
			about: "when it was built",
			page:  "when it was built",
			also:  "before date built",
		}),
		newField("tagged", momentOf[*model.Row](imageMoment(taggedAt)), fieldInfo{
			fact: model.FactTagTimes, example: "tagged>2w",
			about: "when it was tagged on this host",
			page:  "when it was last given a tag on this host",
		}),
		newField("used", momentOf[*model.Row](lastUse{}), fieldInfo{
			fact: model.FactContainers, example: "used>90d",
			about: "when a container last used it",
			page:  "when a container last used it. Of an image without containers that is not known",
		}),
		newField("ancestor", relatedBy(builtOn), fieldInfo{
			fact: model.FactLayers, example: "ancestor:nginx:1.25",
			about: "built on this image",
			page:  "it is built on this image",
			also:  "descendant descendants parent from",
		}),
		newField("base-of", relatedBy(baseOf), fieldInfo{
			fact: model.FactLayers, example: "base-of:acme/api",
			about: "what this image was built on",
			page:  "this image is built on it",
			also:  "base baseof child",
		}),
		newField("rank", countOf[*model.Row](rowNumber(placeByDate)), fieldInfo{
			fact: model.FactImages, example: "rank>3",
			about: "place in its repository, newest first",
			page:  "its place in its repository, the newest first",
		}),
		newField("vrank", countOf[*model.Row](rowNumber(placeByVersion)), fieldInfo{
			fact: model.FactImages, example: "vrank>3",
			about: "place in its repository, highest version first",
			page:  "its place in its repository, the highest version first",
		}),
	}
}
