package cli

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"jettison/cli/output"
	"jettison/model"
	"jettison/model/query"
)

const (
	aboutWhy = "Say what blocks the removal of an image: which containers, since when; which images that are built on it; which other names. " +
		"Beside each stand the flags of jettison rm that help, and below what would come back. REF is a reference, or an image ID or its beginning."

	examplesWhy = `jettison why acme/api:1.4
jettison why --json 3f2a91c07d55`
)

func newWhy(s *invocation, f *flags) *cobra.Command {
	asJSON := false
	command := &cobra.Command{
		Use:     "why REF",
		Short:   "Say what blocks the removal of an image",
		Long:    aboutWhy,
		Example: examplesWhy,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return &UsageError{"why needs one reference or image ID.", "Such as: jettison why acme/api:1.4"}
			}
			return nil
		},
		RunE: func(command *cobra.Command, args []string) error {
			if err := f.prepare(command, s); err != nil {
				return err
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
