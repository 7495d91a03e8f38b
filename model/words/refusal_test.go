package words_test

import (
	"strings"
	"testing"

	"jettison/model"
	"jettison/model/words"
)

// Every kind of refusal has words of its own, in whole sentences, also when nothing more
// than the kind is known.
func TestEveryRefusal(t *testing.T) {
	t.Parallel()
	seen := map[string]model.RefusalKind{}
	for kind := model.RefusalOther; kind <= model.RefusalPartlySaved; kind++ {
		refusal := &model.Refusal{Kind: kind, Problem: &model.Problem{}}
		text, advice := words.Refusal(refusal)
		if other, there := seen[text]; there {
			t.Errorf("kinds %d and %d are both %q", kind, other, text)
		}
		seen[text] = kind
		for _, sentence := range []string{text, advice} {
			if sentence != "" && !strings.HasSuffix(sentence, ".") {
				t.Errorf("kind %d: %q is no sentence", kind, sentence)
			}
		}
	}
}

func TestRefusal(t *testing.T) {
	t.Parallel()
	web := []*model.Container{{ID: "3f2a91c07d5512345678", Name: "web-3", State: model.StateExited}}
	unnamed := []*model.Container{{ID: "bbbbbbbbbbbb"}}
	app := &model.Image{ID: "sha256:0123456789abcdef", Tags: []string{"app:0"}}
	for want, refusal := range map[string]model.Refusal{
		"The running container bbbbbbbbbbbb uses the image. Stop and remove the container first; even force does not delete an image that runs.": {
			Kind: model.RefusalRunning, Containers: unnamed,
		},
		"The stopped container web-3 was created from the image. Remove the container first.": {Kind: model.RefusalStopped, Containers: web},
		"The container bbbbbbbbbbbb uses the image. Remove the container first.":              {Kind: model.RefusalInUse, Containers: unnamed},
		"The container web-3 was started or paused while it was to be removed. Stop and remove it, or leave it alone.": {
			Kind: model.RefusalStarted, Containers: web,
		},
		"The container bbbbbbbbbbbb uses the image, and the plan does not know it: it is new, or belongs to a build and stands in no plain list. " +
			"`podman ps -a --external` lists it, and `podman rm -f bbbbbbbbbbbb` removes it.": {
			Kind: model.RefusalUnlisted, Containers: unnamed,
		},
		"The image has more references than the plan lists: a:1, b:1. Mark its other references too, or take only some of them away.": {
			Kind: model.RefusalReferences, Refs: []string{"a:1", "b:1"},
		},
		"The engine failed with an internal error (503). Try again; if it stays, the engine's own log says more.": {
			Kind: model.RefusalServer, Code: 503,
		},
		"Since the plan was made, the image also got the name a:1, b:1, which keeps it. Look at it again, and plan its removal anew if it shall still go.": {
			Kind: model.RefusalTagged, Refs: []string{"a:1", "b:1"},
		},
		"Since the plan was made, a:1 was given to another image, 0123456789ab. Look at it again, and plan its removal anew if it shall still go.": {
			Kind: model.RefusalMoved, Refs: []string{"a:1"}, Image: app.ID,
		},
		"Since the plan was made, containers began to use the image: web-3 (exited). Look at it again, and plan its removal anew if it shall still go.": {
			Kind: model.RefusalUsed, Containers: web,
		},
		"Something that must be done before did not succeed: deleting the image app:0. Solve that one first.": {
			Kind: model.RefusalDependency, Before: &model.Step{Action: model.ActionRemove, Thing: app},
		},
		"It was not backed up, and so not removed. The engine can't save the image: it has a platform of it, and not the one that this version of Docker prefers. " +
			"Pull that platform too, or remove the image without a backup; Docker 29 saves such images.": {
			Kind: model.RefusalNotSaved, Problem: &model.Problem{Kind: model.ProblemAnswer, Reason: model.ReasonPlatformMissing},
		},
		"It was not backed up, and so not removed. The engine refused the request (404): no such blob. Remove it without a backup, if you need it no more.": {
			Kind: model.RefusalNotSaved, Problem: &model.Problem{Kind: model.ProblemAnswer, Reason: model.ReasonStatus, Code: 404, Text: "no such blob"},
		},
		"It was not backed up, and so not removed: the image has the same layer twice, and Docker 29.0.1 would keep its layers on the disk for good if it saved it. " +
			"Remove it without a backup; the engine's containerd store has no such fault.": {
			Kind: model.RefusalUnsavable, Engine: model.Engine{Product: "Docker", Version: "29.0.1"},
		},
	} {
		text, advice := words.Refusal(&refusal)
		if got := text + " " + advice; got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
}

// volume is a thing of a kind without words of its own.
type volume string

func (v volume) Target() model.Target { return model.Target{Kind: model.KindVolume, ID: string(v)} }

func (v volume) Called() string { return string(v) }

func TestDoing(t *testing.T) {
	t.Parallel()
	app := &model.Image{ID: "sha256:0123456789abcdef", Tags: []string{"app:1"}}
	for want, step := range map[string]*model.Step{
		"deleting the image app:1":   {Action: model.ActionRemove, Thing: app, Refs: []string{"app:1"}},
		"untagging app:1, app:2":     {Action: model.ActionUntag, Thing: app, Refs: []string{"app:1", "app:2"}},
		"removing the container web": {Action: model.ActionRemove, Thing: &model.Container{Name: "web"}},
		"removing the volume data":   {Action: model.ActionRemove, Thing: volume("data")},
	} {
		if got := words.Doing(step); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
