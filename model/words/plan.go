package words

import (
	"strings"

	"jettison/model"
	"jettison/model/size"
)

// Kept returns how much of the images that go with a plan stays because others hold
// it, and which; empty when nothing does.
func Kept(p *model.Plan) string {
	var stays size.Range
	var names []string
	for _, k := range p.Kept {
		if k.Bytes.Max == 0 {
			continue
		}
		stays = stays.Add(k.Bytes)
		name := k.By[0].Name()
		if more := len(k.By) - 1; more > 0 {
			name += " and " + Plural(more, "more image")
		}
		names = append(names, name+" ("+Bytes(k.Bytes)+")")
	}
	if len(names) == 0 {
		return ""
	}
	holders := strings.Join(names[:min(named, len(names))], ", ")
	if more := len(names) - named; more > 0 {
		holders += " and " + Count(more) + " more"
	}
	return Bytes(stays) + " of " + Size(p.Touched) + " stay, held by " + holders
}

// Leaves returns how many untagged parents a plan leaves behind, and so their bytes; empty
// when there are none.
func Leaves(p *model.Plan) string {
	switch p.Leaves {
	case 0:
		return ""
	case 1:
		return "1 untagged parent stays, and keeps its bytes"
	}
	return Plural(p.Leaves, "untagged parent") + " stay, and keep their bytes"
}

// Cached returns what the build cache keeps of the layers that no image holds any more
// after a plan; empty when it keeps nothing.
func Cached(p *model.Plan) string {
	switch {
	case p.CacheUnknown:
		return "the build cache is not measured yet; it may keep some of it"
	case p.Cached > 0:
		return "up to " + Size(p.Cached) + " of it may stay in the build cache until `docker builder prune`"
	}
	return ""
}

// ServicesRefused returns that services may name what goes with a plan; empty when that is known.
func ServicesRefused(p *model.Plan) string {
	if p.ServicesRefused == "" {
		return ""
	}
	return "whether services of the swarm name what goes is not known: the engine does not tell them (" + p.ServicesRefused + ")"
}

// UnlistedUsers returns why it is not known what uses images; empty when it is.
func UnlistedUsers(u *model.UnlistedUsers) string {
	switch {
	case u == nil:
		return ""
	case u.Problem == nil:
		return "what uses it is not known yet"
	case u.Listed:
		return "what uses it may have changed: the containers could not be listed again (" + ProblemLine(u.Problem) + ")"
	}
	return "what uses it is not known: the containers could not be listed (" + ProblemLine(u.Problem) + ")"
}

// PlatformFiles returns when the disk gets back what platforms take that go with a plan; empty
// when none go.
func PlatformFiles(p *model.Plan) string {
	if p.Platforms == 0 {
		return ""
	}
	return "the disk gets the bytes of platforms back when the engine collects its garbage, at the latest with the next image that is deleted"
}

// OnlyCopies returns how many of the images and platforms that go with a plan nobody is known to
// have elsewhere; empty when there are none.
func OnlyCopies(p *model.Plan) string {
	platforms := p.OnlyPlatforms
	images := p.OnlyCopies - platforms
	var what []string
	if images > 0 {
		what = append(what, Plural(images, "image"))
	}
	if platforms > 0 {
		what = append(what, Plural(platforms, "platform"))
	}
	switch p.OnlyCopies {
	case 0:
		return ""
	case 1:
		return what[0] + " is the only copy: no registry is known to have it"
	}
	return strings.Join(what, " and ") + " are only copies: no registry is known to have them"
}

// HeldBack returns what pins hold back from a plan, as a sentence; empty when they hold
// nothing back.
func HeldBack(p *model.Plan) string {
	switch len(p.Pinned) {
	case 0:
		return ""
	case 1:
		return p.Pinned[0].Name() + " stays, pinned by " + Pin(p.Pinned[0].Pin)
	}
	names := make([]string, len(p.Pinned))
	for i := range p.Pinned {
		names[i] = p.Pinned[i].Name()
	}
	return Plural(len(names), "pinned name") + " stay: " + List(names)
}

// Pin returns what protects an image, in a few words.
func Pin(p model.Pin) string {
	switch {
	case p.Query == "":
		return "the label " + model.KeepLabel
	case p.Undecided:
		return model.Clean(p.Query) + ", of which it can't be told whether it matches"
	case p.Configured:
		return model.Clean(p.Query) + " in the configuration"
	}
	return model.Clean(p.Query)
}
