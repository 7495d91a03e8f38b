package words

import (
	"strings"

	"jettison/model"
)

// Rule returns what a removal was made by; the zero rule is that of a person who marked
// by hand.
func Rule(rule string) string {
	if rule == "" {
		return "by hand"
	}
	return rule
}

// RestoreStep returns how a step brings something back, in a few words.
func RestoreStep(s *model.RestoreStep) string {
	switch s.Way {
	case model.RestoreNothing:
		if len(s.Taken) > 0 {
			return "its name is another image's by now"
		}
		return "is there"
	case model.RestoreTag:
		return "gets its name back"
	case model.RestoreLoad:
		return "is loaded from the backup " + s.Backup
	case model.RestorePull:
		if s.Unsure {
			return "is pulled by digest, if a registry has it"
		}
		return "is pulled by digest"
	case model.RestoreImpossible:
		if s.Unlisted {
			return "the engine has not told which volumes it has, so that it is not known whether it is there"
		}
	}
	return Irretrievable(&s.Removed)
}

// AsBefore returns, to be added to how a thing of a kind came back, that it is as it was.
func AsBefore(k model.Kind) string {
	switch k {
	case model.KindImage:
		return "; the same image with the same names"
	case model.KindVolume:
		return "; the same files, labels and options"
	case model.KindContainer, model.KindCache, model.KindUnknown:
	}
	return ""
}

// Irretrievable returns why what was removed can't be brought back, as a sentence.
func Irretrievable(r *model.Removed) string {
	switch r.Target.Kind {
	case model.KindImage:
	case model.KindVolume:
		if r.Backup != "" {
			return "its backup " + r.Backup + " was deleted or is damaged, and nothing else has it"
		}
		return "it was removed without a backup, and nothing else has it"
	case model.KindContainer:
		return "a container can't be brought back: nothing kept what it had written"
	case model.KindCache:
		return "a record of the build cache can't be brought back: the next build that needs it makes it again"
	default:
		return "this version of jettison brings no such thing back"
	}
	const noDigest = "no registry digest to pull it by"
	text := "it was the only copy: it was not backed up, and it has " + noDigest
	switch {
	case r.Backup != "":
		text = "its backup " + r.Backup + " was deleted or is damaged, and it has " + noDigest
	case r.Source != "":
		text = "it was not backed up and has " + noDigest
	}
	if r.Source != "" {
		text += "; it may be built again from " + r.Source
	}
	return text
}

// Restoration returns how a restoration ended, as a sentence.
func Restoration(r *model.Restoration) string {
	if r.Problem != nil && r.Done == 0 {
		return "Nothing was brought back. " + ProblemLine(r.Problem)
	}
	text := Count(r.Done) + " of " + Plural(r.Total, "step") + " taken back"
	if r.Done == r.Total {
		text = Plural(r.Done, "step") + " taken back"
	}
	for _, part := range []struct {
		n    int
		what string
	}{{r.Differs, "not as before"}, {r.Failed, "failed"}, {r.Canceled, "cancelled"}} {
		if part.n > 0 {
			text += ", " + Count(part.n) + " " + part.what
		}
	}
	return text
}

// TakesBack says that something takes what back, or that it may.
func TakesBack(what string, unsure bool) string {
	if unsure {
		return "may take " + what + " back"
	}
	return "takes " + what + " back"
}

// ComesBack returns what the doable steps of a plan bring back and by which ways, such
// as "12 images: 10 from backups, 2 by pull"; empty when there is nothing.
func ComesBack(p *model.RestorePlan) string {
	things := map[model.Target]model.RestoreWay{}
	names, unsure := 0, false
	for i := range p.Steps {
		step := &p.Steps[i]
		switch step.Way {
		case model.RestoreLoad, model.RestorePull:
			things[step.Target] = step.Way
			unsure = unsure || step.Unsure
		case model.RestoreTag:
			names += len(step.Names)
		case model.RestoreNothing, model.RestoreImpossible:
		}
	}
	kinds, loads := map[model.Kind]int{}, 0
	for target, way := range things {
		kinds[target.Kind]++
		if way == model.RestoreLoad {
			loads++
		}
	}
	var what, ways []string
	for _, kind := range model.Kinds() {
		if n := kinds[kind]; n > 0 {
			what = append(what, Plural(n, Kind(kind)))
		}
	}
	if names > 0 {
		what = append(what, Plural(names, "name"))
	}
	if len(what) == 0 {
		return ""
	}
	switch {
	case loads == 1:
		ways = append(ways, "1 from a backup")
	case loads > 0:
		ways = append(ways, Count(loads)+" from backups")
	}
	if pulls := len(things) - loads; pulls > 0 {
		ways = append(ways, byPull(pulls, unsure))
	}
	if names > 0 {
		ways = append(ways, Count(names)+" by tag")
	}
	return strings.Join(what, " and ") + ": " + strings.Join(ways, ", ")
}

func byPull(pulls int, unsure bool) string {
	text := Count(pulls) + " by pull"
	switch {
	case unsure && pulls == 1:
		return text + " if a registry has it"
	case unsure:
		return text + " if a registry has them"
	}
	return text
}
