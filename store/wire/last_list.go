package wire

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"jettison/model"
)

// lastListVersion is the version of the format of a last list.
const lastListVersion = 1

// ErrOtherVersion is that of a document whose format is not known.
var ErrOtherVersion = errors.New("it has a format of another version")

// lastList is the JSON document of a model.LastList.
type lastList struct {
	Version int         `json:"version"`
	Engine  string      `json:"engine"` // the ID of the engine
	At      time.Time   `json:"at"`
	TookMS  int64       `json:"took_ms"`
	Images  []listImage `json:"images"` // null if they were too many to keep
}

// listImage is an image of a last list; sizes are in bytes, and -1 where they are not known.
type listImage struct {
	ID      model.ImageID     `json:"id"`
	Parent  model.ImageID     `json:"parent,omitempty"`
	Tags    []string          `json:"tags,omitempty"`
	Digests []string          `json:"digests,omitempty"`
	Names   []string          `json:"digest_names,omitzero"` // as model.Image.DigestNames; null and empty differ
	Created time.Time         `json:"created,omitzero"`
	Size    int64             `json:"size"`
	Labels  map[string]string `json:"labels,omitempty"`
}

// WriteLastList writes the last list of the engine with an ID.
func WriteLastList(w io.Writer, engine string, l *model.LastList) error {
	document := lastList{lastListVersion, engine, l.At.UTC(), l.Took.Milliseconds(), nil}
	if l.Images == nil {
		return json.NewEncoder(w).Encode(document)
	}
	document.Images = []listImage{}
	frame, err := json.Marshal(document)
	if err != nil {
		return err
	}
	// One image at a time: with thousands, the document takes more memory than the screen.
	const end = "]}"
	head, found := bytes.CutSuffix(frame, []byte(end))
	if !found {
		return errors.New("the images are not the last member of the list")
	}
	if _, err := w.Write(head); err != nil {
		return err
	}
	for i, image := range l.Images {
		one := listImage{image.ID, image.Parent, image.Tags, image.Digests, image.DigestNames, time.Time{}, max(model.Unknown, image.Size), image.Labels}
		if !image.Created.IsZero() {
			one.Created = image.Created.UTC()
		}
		text, err := json.Marshal(&one)
		if err != nil {
			return err
		}
		if i > 0 {
			text = append([]byte(","), text...)
		}
		if _, err := w.Write(text); err != nil {
			return err
		}
	}
	_, err = io.WriteString(w, end+"\n")
	return err
}

// ReadLastList reads the last list of the engine with an ID, one image at a time. All that
// people will see of it is cleaned.
func ReadLastList(r io.Reader, engine string) (*model.LastList, error) {
	dec := json.NewDecoder(r)
	var document lastList
	l := &model.LastList{}
	err := members(dec, func(name string) (err error) {
		if name == "images" {
			if document.Version > lastListVersion {
				return ErrOtherVersion
			}
			l.Images, err = readImages(dec)
			return err
		}
		return dec.Decode(document.member(name))
	})
	switch {
	case err != nil:
		return nil, err
	case document.Version != lastListVersion:
		return nil, ErrOtherVersion
	case document.Engine != engine:
		return nil, errors.New("it is of another engine")
	case document.At.IsZero() || document.TookMS < 0:
		return nil, errors.New("it does not say when it was made")
	}
	l.At, l.Took = document.At, time.Duration(document.TookMS)*time.Millisecond
	return l, nil
}

// member returns where the member of a name is read to; one of a later version is read to nowhere.
func (document *lastList) member(name string) any {
	switch name {
	case "version":
		return &document.Version
	case "engine":
		return &document.Engine
	case "at":
		return &document.At
	case "took_ms":
		return &document.TookMS
	}
	return new(json.RawMessage)
}

// members calls each at the value of every member of an object.
func members(dec *json.Decoder, each func(name string) error) error {
	if err := delimiter(dec, '{'); err != nil {
		return err
	}
	for dec.More() {
		token, err := dec.Token()
		if err != nil {
			return err
		}
		name, _ := token.(string) // which those of members are
		if err := each(name); err != nil {
			return err
		}
	}
	return delimiter(dec, '}')
}

// readImages reads an array of images; nil for null.
func readImages(dec *json.Decoder) ([]*model.Image, error) {
	open, err := dec.Token()
	switch {
	case err != nil || open == nil:
		return nil, err
	case open != json.Delim('['):
		return nil, fmt.Errorf("its images are %v", open)
	}
	images, seen, in := []*model.Image{}, map[model.ImageID]bool{}, model.NewInterner()
	for dec.More() {
		var one listImage
		if err := dec.Decode(&one); err != nil {
			return nil, err
		}
		if one.ID == "" || seen[one.ID] || one.Size < model.Unknown {
			return nil, fmt.Errorf("the image %q makes no sense", model.Clean(string(one.ID)))
		}
		seen[one.ID] = true
		images = append(images, one.image(in))
	}
	return images, delimiter(dec, ']')
}

// delimiter reads one delimiter.
func delimiter(dec *json.Decoder, want json.Delim) error {
	got, err := dec.Token()
	if err == nil && got != want {
		err = fmt.Errorf("there is %v in place of %v", got, want)
	}
	return err
}

func (one *listImage) image(in *model.Interner) *model.Image {
	return &model.Image{
		ID: model.ImageID(model.Clean(string(one.ID))), Parent: model.ImageID(in.Text(string(one.Parent))),
		Tags: cleanAll(one.Tags), Digests: cleanAll(one.Digests), DigestNames: cleanAll(one.Names),
		Created: one.Created, Size: one.Size, SharedSize: model.Unknown, Labels: in.Labels(one.Labels),
	}
}

// cleanAll cleans texts; nil stays nil.
func cleanAll(texts []string) []string {
	if texts == nil {
		return nil
	}
	clean := make([]string, len(texts))
	for i, text := range texts {
		clean[i] = model.Clean(text)
	}
	return clean
}
