package inventory

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"jettison/dockerx"
	"jettison/dockerx/internal/wire"
	"jettison/model"
)

// historyItem is an element of /images/{name}/history.
type historyItem struct {
	ID        string `json:"Id"`
	Created   int64
	CreatedBy string
	Size      int64
	Comment   string
}

// Details asks for what the list does not tell of an image: its platform and
// configuration, and its layers with the instructions that made them. Errors
// are *model.Problem.
func Details(ctx context.Context, client *dockerx.Client, id model.ImageID) (*model.Details, error) {
	c := fetcher{client}
	var (
		found   *inspection
		history []historyItem
	)
	group, groupCtx := errgroup.WithContext(ctx)
	group.Go(func() (err error) {
		found, err = c.inspect(groupCtx, string(id))
		return err
	})
	group.Go(func() (err error) {
		history, err = c.history(groupCtx, string(id))
		return err
	})
	if err := group.Wait(); err != nil {
		if dockerx.IsNotFound(err) {
			return nil, &model.Problem{
				Kind: model.ProblemAnswer,
				What: "The image " + id.Short() + " is gone",
				Why:  "it was removed meanwhile",
				Host: c.Host(),
				Raw:  model.Clean(err.Error()),
			}
		}
		return nil, dockerx.ProblemOf(err, c.Host())
	}
	details := found.details()
	details.Layers, details.Aligned = alignHistory(history, chainIDs(found.RootFS.Layers))
	return details, nil
}

// history asks for the steps that made an image, base first.
func (c fetcher) history(ctx context.Context, id string) ([]historyItem, error) {
	var history []historyItem
	err := c.GetJSON(ctx, wire.ImagePath(id, "history"), nil, &history)
	slices.Reverse(history) // engines list the newest first
	return history, err
}

// details is what an inspection tells without the layers.
func (i *inspection) details() *model.Details {
	details := &model.Details{
		ID:       wire.ImageID(model.Clean(i.ID)),
		Platform: strings.Trim(cleanJoin("/", i.Os, i.Architecture, i.Variant), "/"),
		Author:   model.Clean(i.Author),
		Comment:  model.Clean(i.Comment),
	}
	if conf := i.Config; conf != nil {
		details.Entrypoint = cleanAll(conf.Entrypoint)
		details.Cmd = cleanAll(conf.Cmd)
		details.Env = cleanAll(conf.Env)
		details.WorkingDir = model.Clean(conf.WorkingDir)
		details.User = model.Clean(conf.User)
		details.Ports = cleanAll(slices.Sorted(maps.Keys(conf.ExposedPorts)))
		details.Volumes = cleanAll(slices.Sorted(maps.Keys(conf.Volumes)))
	}
	return details
}

func cleanAll(texts []string) []string {
	clean := make([]string, len(texts))
	for i, text := range texts {
		clean[i] = model.Clean(text)
	}
	return clean
}

func cleanJoin(separator string, texts ...string) string {
	return strings.Join(slices.DeleteFunc(cleanAll(texts), func(text string) bool { return text == "" }), separator)
}

// alignHistory puts each layer beside the instruction that made it; history
// and chain begin with the base. The API has no such link and does not mark
// instructions that make no layer, so it goes by elimination. certain is false
// when that leaves a choice; then only the place of an empty layer is unsure.
func alignHistory(history []historyItem, chain []model.ChainID) (steps []model.HistoryStep, certain bool) {
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
	// When those with bytes are as many as there are layers, all others are empty.
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

// stepKind is whether a step of a history made a layer.
type stepKind uint8

const (
	stepLayer         stepKind = iota // it has bytes
	stepLikelyLayer                   // no bytes, but BuildKit makes a layer all the same
	stepMaybeLayer                    // WORKDIR without bytes: only when it made the folder
	stepUnlikelyLayer                 // a WORKDIR that was there before
	stepNoLayer
)

// shellForm is how builders write commands of the default shell.
const shellForm = "/bin/sh -c "

// historyStep reads one element of a history.
func historyStep(item historyItem) (model.HistoryStep, stepKind) {
	step := model.HistoryStep{
		Raw:     model.Clean(item.CreatedBy),
		Size:    max(0, item.Size),
		Created: wire.UnixTime(item.Created),
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

// instruction is a Dockerfile's line as its author wrote it, as far as the
// builders' wrapping allows: "/bin/sh -c #(nop)  CMD …" and "/bin/sh -c make"
// of the classic builder, "RUN /bin/sh -c make # buildkit" of BuildKit, and
// "|1 ARG=value /bin/sh -c make" of both.
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
