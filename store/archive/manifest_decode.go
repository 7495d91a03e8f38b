package archive

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/opencontainers/go-digest"
)

const (
	// maxManifestFile is the size limit of a manifest, in bytes. That of 10,000 images of 20
	// layers each has about 40 MiB.
	maxManifestFile = 128 << 20
	// maxManifestImage is the size limit of an image in a manifest, in bytes: 10,000 layers.
	maxManifestImage = 4 << 20
)

// decodeManifest decodes a manifest that anybody may have written. Images and blobs are decoded
// one by one, and the first that makes no sense ends it: millions of them that say nothing take
// no memory.
func decodeManifest(text []byte) (*Manifest, error) {
	type plain Manifest
	var decoded struct {
		plain

		Images  imageList  `json:"images"`
		Volumes volumeList `json:"volumes"`
		Blobs   blobSizes  `json:"blobs"`
	}
	if err := json.Unmarshal(text, &decoded); err != nil {
		return nil, err
	}
	m := Manifest(decoded.plain)
	m.Images, m.Volumes, m.Blobs = decoded.Images, decoded.Volumes, decoded.Blobs
	return &m, nil
}

// imageList are the images of a manifest.
type imageList []Image

// UnmarshalJSON implements json.Unmarshaler.
func (l *imageList) UnmarshalJSON(text []byte) error {
	return eachValue(text, '[', func(_ string, decoder *json.Decoder) error {
		var one json.RawMessage
		if err := decoder.Decode(&one); err != nil {
			return err
		}
		if len(one) > maxManifestImage {
			return fmt.Errorf("an image takes more than %d bytes", maxManifestImage)
		}
		var image Image
		if err := json.Unmarshal(one, &image); err != nil {
			return err
		}
		*l = append(*l, image)
		return image.validate()
	})
}

// volumeList are the volumes of a manifest.
type volumeList []Volume

// UnmarshalJSON implements json.Unmarshaler.
func (l *volumeList) UnmarshalJSON(text []byte) error {
	var sum int64
	names := map[string]bool{}
	return eachValue(text, '[', func(_ string, decoder *json.Decoder) error {
		var v Volume
		if err := decoder.Decode(&v); err != nil {
			return err
		}
		if v.Name == "" || names[v.Name] {
			return fmt.Errorf("a volume has no name of its own: %q", v.Name)
		}
		names[v.Name] = true
		if sum += v.Bytes; v.Bytes < 0 || sum < 0 || v.Content != (v.Bytes > 0) {
			return fmt.Errorf("the volume %q can't have %d bytes", v.Name, v.Bytes)
		}
		if v.Content {
			if err := check(v.Digest); err != nil {
				return err
			}
		}
		*l = append(*l, v)
		return nil
	})
}

// blobSizes are the sizes of the blobs of a manifest, in bytes.
type blobSizes map[digest.Digest]int64

// UnmarshalJSON implements json.Unmarshaler.
func (s *blobSizes) UnmarshalJSON(text []byte) error {
	*s = blobSizes{}
	var sum int64
	return eachValue(text, '{', func(name string, decoder *json.Decoder) error {
		var size int64
		if err := decoder.Decode(&size); err != nil {
			return err
		}
		if sum += size; size < 0 || sum < 0 {
			return fmt.Errorf("%q can't have %d bytes", name, size)
		}
		(*s)[digest.Digest(name)] = size
		return check(digest.Digest(name))
	})
}

// eachValue calls visit for each value of an array or an object, which begins with begin. visit
// must decode the value; name is empty in an array.
func eachValue(text []byte, begin json.Delim, visit func(name string, decoder *json.Decoder) error) error {
	decoder := json.NewDecoder(bytes.NewReader(text))
	first, err := decoder.Token()
	switch {
	case err != nil || first == nil: // null
		return err
	case first != begin:
		return fmt.Errorf("it has %v where %v belongs", first, begin)
	}
	for decoder.More() {
		name := ""
		if begin == '{' {
			token, err := decoder.Token()
			if err != nil {
				return err
			}
			name, _ = token.(string) // keys of an object are nothing else
		}
		if err := visit(name, decoder); err != nil {
			return err
		}
	}
	return nil
}

// check returns an error unless all are digests, because they become file names.
func check(all ...digest.Digest) error {
	for _, one := range all {
		if err := one.Validate(); err != nil || one.Algorithm() != digest.SHA256 {
			return fmt.Errorf("%q is no SHA-256 digest", one)
		}
	}
	return nil
}

// validate checks the digests of an image, and that its description is among its blobs.
func (i *Image) validate() error {
	if i.ID == "" {
		return errors.New("an image has no ID")
	}
	if err := errors.Join(check(i.Descriptor.Digest), check(i.Layers...), check(i.Blobs...), check(i.Manifests...)); err != nil {
		return err
	}
	described := append([]digest.Digest{i.Descriptor.Digest}, i.Layers...)
	if i.Config != "" {
		if err := check(i.Config); err != nil {
			return err
		}
		described = append(described, i.Config)
	}
	has := make(map[digest.Digest]bool, len(i.Blobs))
	for _, blob := range i.Blobs {
		has[blob] = true
	}
	for _, one := range described {
		if !has[one] {
			return fmt.Errorf("the image %q has no blob %s, which is a part of it", i.ID, one)
		}
	}
	return nil
}

// validate checks that the archive has the blobs of all images.
func (m *Manifest) validate() error {
	for i := range m.Images {
		for _, blob := range m.Images[i].Blobs {
			if _, there := m.Blobs[blob]; !there {
				return fmt.Errorf("the image %q has the blob %s, which the archive has not", m.Images[i].ID, blob)
			}
		}
	}
	return nil
}
