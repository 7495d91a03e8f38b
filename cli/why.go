package cli

import (
	"context"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"jettison/cli/output"
	"jettison/model"
	"jettison/model/query"
	"jettison/model/words"
)

const (
	aboutWhy = "Say what blocks the removal of an image: which containers, since when; which images that are built on it; which other names. " +
		"Beside each stand the flags of jettison rm that help, and below what would come back. REF is a reference, or an image ID or its beginning. " +
		"A query with kind:container in it says the same of the one container that it matches."

	examplesWhy = `jettison why acme/api:1.4
jettison why --json 3f2a91c07d55
jettison why kind:container name:web-1`
)

func newWhy(s *invocation, f *flags) *cobra.Command {
	asJSON := false
	command := &cobra.Command{
		Use:     "why REF|QUERY...",
		Short:   "Say what blocks the removal of an image or a container",
		Long:    aboutWhy,
		Example: examplesWhy,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 && !namesKind(args) {
				return &UsageError{"why needs one reference or image ID.", "Such as: jettison why acme/api:1.4"}
			}
			return nil
		},
		RunE: func(command *cobra.Command, args []string) error {
			if err := f.prepare(command, s); err != nil {
				return err
			}
			if namesKind(args) {
				return whyContainer(command.Context(), s, f, args, asJSON)
			}
			return why(command.Context(), s, f, args[0], asJSON)
		},
		ValidArgsFunction: s.completeReference(f),
	}
	command.Flags().BoolVar(&asJSON, "json", false, "print a JSON document")
	return command
}

func why(ctx context.Context, s *invocation, f *flags, name string, asJSON bool) error {
	e, inv, err := loadEngine(ctx, s, f, wants{containers: true, cache: true, shares: true})
	if err != nil {
		return err
	}
	defer e.close()
	image, ref, near := query.Find(inv, name)
	if image == nil {
		return noSuchImage(name, near)
	}
	var answer *output.Why
	if _, err := e.plan(ctx, func(inv *model.Inventory) *model.Plan {
		answer = output.NewWhy(inv, image, ref, s.now())
		return answer.Plan()
	}); err != nil {
		return err
	}
	if asJSON {
		return answer.WriteJSON(s.out)
	}
	return answer.WriteText(s.out)
}

// namesKind reports whether arguments are a query for another kind of thing than images,
// readable or not.
func namesKind(args []string) bool {
	names := func(text string) bool {
		q, err := query.Parse(text)
		return err == nil && !q.Asks(model.KindImage)
	}
	return names(strings.Join(args, " ")) || slices.ContainsFunc(strings.Fields(strings.Join(args, " ")), names)
}

// whyContainer says what blocks the removal of the one container that a query matches.
func whyContainer(ctx context.Context, s *invocation, f *flags, args []string, asJSON bool) error {
	q, err := parseQuery(args)
	if err != nil {
		return err
	}
	if err := q.Only("can't be asked about; name a container", model.KindContainer); err != nil {
		return err
	}
	e, _, err := loadEngine(ctx, s, f, wants{containers: true}.with(containerNeeds(q)))
	if err != nil {
		return err
	}
	defer e.close()
	if err := e.measureFor(ctx, q); err != nil {
		return err
	}
	found := matchingContainers(q, e.inventory, s.now())
	switch len(found) {
	case 0:
		return &UsageError{"No container matches the query.", "'jettison ls kind:container' lists the containers."}
	case 1:
	default:
		names := make([]string, 0, len(found))
		for _, c := range found {
			names = append(names, c.Name)
		}
		return &UsageError{"The query matches " + words.Plural(len(found), "container") + ": " + words.List(names) + ".", "Name one, as with name:" + found[0].Name + "."}
	}
	var answer *output.WhyContainer
	if _, err := e.plan(ctx, func(inv *model.Inventory) *model.Plan {
		c, there := inv.Container(found[0].ID)
		if !there {
			c = found[0]
		}
		answer = output.NewWhyContainer(inv, c, s.now())
		return answer.Plan()
	}); err != nil {
		return err
	}
	if asJSON {
		return answer.WriteJSON(s.out)
	}
	return answer.WriteText(s.out)
}

func noSuchImage(name string, near []string) error {
	text := "There is no image \"" + model.Clean(name) + "\" on this engine."
	if name != "" && len(name) < 4 && strings.Trim(strings.ToLower(name), "0123456789abcdef") == "" {
		text += " Of an image ID give four digits or more."
	}
	if len(near) > 0 {
		return &UsageError{text, "Near to it: " + model.Clean(strings.Join(near, ", "))}
	}
	return &UsageError{text, "'jettison ls' lists the images."}
}
