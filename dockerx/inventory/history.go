package inventory

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"jettison/dockerx/internal/wire"
	"jettison/model"
	"jettison/model/layers"
)

// historyItem is an element of /images/{name}/history.
type historyItem struct {
	ID        string `json:"Id"`
	Created   int64
	CreatedBy string
	Size      int64
	Comment   string
}

// history requests the steps that made an image, base first.
func (c fetcher) history(ctx context.Context, id string) ([]historyItem, error) {
	var history []historyItem
	err := c.GetJSON(ctx, wire.ImagePath(id, "history"), nil, &history)
	slices.Reverse(history) // engines list the newest first
	return history, err
}

// alignHistory finds the instruction that made each layer; history and chain begin with the
// base. The API does not link them and does not mark instructions without a layer, so it
// works by elimination. If that leaves a choice, certain is false; then only the place of
// an empty layer is unsure.
func alignHistory(history []historyItem, chain []layers.ChainID) (steps []model.HistoryStep, certain bool) {
	steps = make([]model.HistoryStep, len(history))
	kinds := make([]stepKind, len(history))
	surplus := -len(chain)
	workdirs := map[string]bool{}
	for i, item := range history {
		steps[i], kinds[i] = historyStep(item)
		if kinds[i] == stepMaybeLayer {
			if workdirs[steps[i].Instruction] {
				kinds[i] = stepUnlikelyLayer
			}
			workdirs[steps[i].Instruction] = true
		}
		if kinds[i] != stepNoLayer {
			surplus++
		}
	}
	sized := 0
	for _, step := range steps {
		if step.Size > 0 {
			sized++
		}
	}
	// If as many steps have bytes as there are layers, all others are empty.
	certain = surplus == 0 || sized == len(chain)
	for _, doubtful := range []stepKind{stepUnlikelyLayer, stepMaybeLayer, stepLikelyLayer} {
		for i := range kinds {
			if surplus > 0 && kinds[i] == doubtful {
				kinds[i] = stepNoLayer
				surplus--
			}
		}
	}
	layer := 0
	for i := range steps {
		if kinds[i] == stepNoLayer || layer == len(chain) {
			steps[i].Empty = true
			continue
		}
		steps[i].Layer = chain[layer]
		layer++
	}
	return steps, certain
}

// stepKind says whether a step of a history made a layer.
type stepKind uint8

const (
	stepLayer         stepKind = iota // it has bytes
	stepLikelyLayer                   // no bytes, but BuildKit makes a layer all the same
	stepMaybeLayer                    // WORKDIR without bytes: only if it made the directory
	stepUnlikelyLayer                 // a WORKDIR that was there before
	stepNoLayer
)

// shellForm is the prefix of commands that builders run in the default shell.
const shellForm = "/bin/sh -c "

// historyStep converts one element of a history to the model.
func historyStep(item historyItem) (model.HistoryStep, stepKind) {
	step := model.HistoryStep{
		Raw:     model.Clean(item.CreatedBy),
		Size:    max(0, item.Size),
		Created: wire.UnixBuildTime(item.Created),
	}
	if wire.IsImageID(item.ID) {
		step.Image = wire.ImageID(item.ID)
	}
	step.Instruction = cmp.Or(instruction(step.Raw), model.Clean(item.Comment))
	if step.Size > 0 {
		return step, stepLayer
	}
	keyword, _, _ := strings.Cut(step.Instruction, " ")
	switch keyword {
	case "ENV", "CMD", "LABEL", "ENTRYPOINT", "EXPOSE", "USER", "VOLUME", "ARG", "STOPSIGNAL",
		"HEALTHCHECK", "SHELL", "ONBUILD", "MAINTAINER":
		return step, stepNoLayer
	case "WORKDIR":
		return step, stepMaybeLayer
	}
	return step, stepLikelyLayer
}

// instruction returns the line of the Dockerfile as far as the builders' wrapping allows:
// "/bin/sh -c #(nop)  CMD …" and "/bin/sh -c make" by the classic builder, "RUN /bin/sh -c
// make # buildkit" by BuildKit, and "|1 ARG=value /bin/sh -c make" by both.
func instruction(createdBy string) string {
	text := strings.TrimSpace(strings.TrimSuffix(createdBy, "# buildkit"))
	if _, nop, ok := strings.Cut(text, "#(nop)"); ok {
		return strings.TrimSpace(nop)
	}
	run := strings.TrimPrefix(text, "RUN ")
	switch {
	case strings.HasPrefix(run, shellForm):
		return "RUN " + strings.TrimSpace(strings.TrimPrefix(run, shellForm))
	case strings.HasPrefix(run, "|"):
		if _, command, ok := strings.Cut(run, shellForm); ok {
			return "RUN " + strings.TrimSpace(command)
		}
	}
	return text
}
