package inventory

import (
	"bytes"
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"jettison/dockerx"
	"jettison/dockerx/internal/wire"
	"jettison/model"
)

// Details loads what the list does not tell about an image: its platform and
// configuration, and its layers with the instructions that made them. Errors are
// *model.Problem.
func Details(ctx context.Context, client *dockerx.Client, id model.ImageID) (*model.Details, error) {
	c := fetcher{client}
	var (
		found   rawInspection
		history []historyItem
	)
	group, groupCtx := errgroup.WithContext(ctx)
	group.Go(func() error { return c.inspectInto(groupCtx, string(id), &found) })
	group.Go(func() (err error) {
		history, err = c.history(groupCtx, string(id))
		return err
	})
	if err := group.Wait(); err != nil {
		if dockerx.IsNotFound(err) {
			return nil, &model.Problem{
				Kind: model.ProblemAnswer, Reason: model.ReasonImageGone,
				Host: c.Host(), Name: id.Short(), Raw: model.Clean(err.Error()),
			}
		}
		return nil, dockerx.ProblemOf(err, c.Host())
	}
	details := found.details()
	details.Inspection = cleanJSON(found.document)
	details.Layers, details.Aligned = alignHistory(history, chainIDs(found.RootFS.Layers))
	return details, nil
}

// rawInspection is an inspection with the document that it was decoded from.
type rawInspection struct {
	inspection
	document []byte
}

// UnmarshalJSON is part of json.Unmarshaler.
func (i *rawInspection) UnmarshalJSON(document []byte) error {
	i.document = bytes.Clone(document)
	return json.Unmarshal(document, &i.inspection)
}

// cleanJSON indents a document and cleans its lines. Strings in JSON may hold what a
// terminal obeys, such as the control characters beyond ASCII.
func cleanJSON(document []byte) string {
	var indented bytes.Buffer
	if err := json.Indent(&indented, document, "", "  "); err != nil {
		return ""
	}
	var clean strings.Builder
	for line := range strings.Lines(indented.String()) {
		clean.WriteString(model.Clean(strings.TrimSuffix(line, "\n")))
		clean.WriteByte('\n')
	}
	return clean.String()
}

// details converts an inspection to the model, without the layers.
func (i *inspection) details() *model.Details {
	details := &model.Details{
		ID:       wire.ImageID(model.Clean(i.ID)),
		Platform: i.Name(),
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
