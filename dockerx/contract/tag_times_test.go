package contract_test

import (
	"bytes"
	"io"
	"strings"
	"time"

	"github.com/moby/moby/client"
)

func tagTimeCases() []contractCase {
	return []contractCase{{name: "tag times", docker: true, do: (*probe).tagTimes}}
}

// tagTimes records when an engine changes the time of the last tag of an image: its own
// clock, never the image's content.
func (p *probe) tagTimes() {
	id := p.image("lone:1")
	last := time.Time{}
	look := func(what string) {
		found, err := p.engine.Client().ImageInspect(p.t.Context(), id)
		if err != nil {
			p.say("%s: %s", what, outcome(err))
			return
		}
		at := found.Metadata.LastTagTime
		switch {
		case at.Year() <= 1970:
			p.say("%s: never tagged", what)
		case at.After(last):
			p.say("%s: tagged later", what)
		case at.Equal(last):
			p.say("%s: tagged as before", what)
		default:
			p.say("%s: tagged earlier", what)
		}
		last = at
	}
	tag := func(to string) {
		_, err := p.engine.Client().ImageTag(p.t.Context(), client.ImageTagOptions{Source: id, Target: repo + to})
		p.say("tag %s: %s", to, outcome(err))
		look(to)
	}
	tag("lone:1") // which it has
	tag("lone:2")
	p.remove("lone:2", plain)
	look("one tag less")
	tag("lone:1")
	p.saveAndLoad(id)
	look("loaded")
	tag("lone:3")
}

// saveAndLoad saves an image without its names, removes it and loads it.
func (p *probe) saveAndLoad(id string) {
	saved, err := p.engine.Client().ImageSave(p.t.Context(), []string{id})
	if err != nil {
		p.t.Fatal(err)
	}
	defer saved.Close() //nolint:errcheck // only read
	archive, err := io.ReadAll(saved)
	if err != nil {
		p.t.Fatal(err)
	}
	if _, err := p.engine.Client().ImageRemove(p.t.Context(), id, forced); err != nil {
		p.t.Fatal(err)
	}
	p.load(archive)
}

func (p *probe) load(archive []byte) {
	loaded, err := p.engine.Client().ImageLoad(p.t.Context(), bytes.NewReader(archive), client.ImageLoadWithQuiet(true))
	if err != nil {
		p.t.Fatal(err)
	}
	defer loaded.Close() //nolint:errcheck // only read
	if answer, err := io.ReadAll(loaded); err != nil || strings.Contains(string(answer), `"error"`) {
		p.t.Fatal(string(answer), err)
	}
}
