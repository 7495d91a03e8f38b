package cli

import (
	"context"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"jettison/model"
	"jettison/model/query"
	"jettison/model/words"
)

// aboutLanguage summarizes the query language.
const aboutLanguage = "Terms of a query side by side must all hold; \"or\", \"not\" and parentheses join them. A term is a part of a name, a state, such as " +
	"unused, dangling or stopped, or a comparison, such as repo:acme/*, tag~^dev, size>1GB, age>30d, label:keep or rank>3. " +
	"A query means images unless it says kind:container or another kind. " +
	"docs/query.md, which packages install in /usr/share/doc/jettison, describes all of it."

// parseQuery parses the arguments as one query.
func parseQuery(args []string) (*query.Query, error) { return query.Parse(strings.Join(args, " ")) }

// takeQuery explains how to write a query that was mistaken for flags.
func takeQuery(command *cobra.Command) {
	command.SetFlagErrorFunc(func(_ *cobra.Command, err error) error {
		return badFlag(command, err, "A term of the query that begins with a minus comes after --, or with not: jettison "+command.Name()+" not running")
	})
}

// matching returns the rows of an inventory that match a query. A term about an image that
// does not exist is an error, because its meaning is unknown.
func matching(q *query.Query, inv *model.Inventory, now time.Time) ([]*model.Row, error) {
	matcher := q.Compile(query.Env{Now: now, Inventory: inv})
	if unresolved := matcher.Unresolved(); len(unresolved) > 0 {
		return nil, unresolved[0]
	}
	rows := inv.Rows()
	var found []*model.Row
	for i := range rows {
		if matcher.Match(&rows[i]) {
			found = append(found, &rows[i])
		}
	}
	return found, nil
}

// noteMisspelled notes words of a query that look like states but match no name. inv is nil if
// no inventory is at hand. where names the query's origin; it is empty if there is only one
// query.
func (s *invocation) noteMisspelled(q *query.Query, inv *model.Inventory, where string) {
	for _, m := range q.Misspelled(inv) {
		s.note("%s%s", where, m)
	}
}

// noteTagTimes notes images that a query can't decide about because nobody knows when they were
// tagged.
func (s *invocation) noteTagTimes(q *query.Query, inv *model.Inventory) {
	if text := words.TagTimeGap(q.TagTimeGap(queryEnv(inv, s.now()))); text != "" {
		s.note("%s", text)
	}
}

// queryEnv returns the environment that queries are evaluated in. Ancestry of an image is
// unknown without its layers.
func queryEnv(inv *model.Inventory, now time.Time) query.Env {
	return query.Env{Now: now, Inventory: inv, Known: func(fact model.Fact) bool { return fact != model.FactLayers || inv.Layered() }}
}

// completionTime limits how long a completion waits for an engine.
const completionTime = 2 * time.Second

// imagesNow loads the images for a completion. It returns false if they do not arrive in time.
func (s *invocation) imagesNow(ctx context.Context, f *flags) (*model.Inventory, bool) {
	ctx, cancel := context.WithTimeout(ctx, completionTime)
	defer cancel()
	e, inv, err := loadEngine(ctx, s, f, wants{})
	if err != nil {
		return nil, false
	}
	e.close()
	return inv, true
}

// completeQuery completes the term of a query at the cursor.
func (s *invocation) completeQuery(f *flags) cobra.CompletionFunc {
	return func(command *cobra.Command, _ []string, begun string) ([]cobra.Completion, cobra.ShellCompDirective) {
		const how = cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace | cobra.ShellCompDirectiveKeepOrder
		inv, ok := s.imagesNow(command.Context(), f)
		if !ok {
			return nil, how
		}
		env := query.Env{Now: s.now(), Inventory: inv}
		var found []cobra.Completion
		for _, c := range query.Complete(begun, len([]rune(begun)), env) {
			whole, _ := c.Apply(begun)
			found = append(found, cobra.CompletionWithDesc(whole, words.Completion(&c)))
		}
		return found, how
	}
}

// completeReference completes a reference.
func (s *invocation) completeReference(f *flags) cobra.CompletionFunc {
	return func(command *cobra.Command, args []string, begun string) ([]cobra.Completion, cobra.ShellCompDirective) {
		const how = cobra.ShellCompDirectiveNoFileComp
		if len(args) > 0 {
			return nil, how
		}
		inv, ok := s.imagesNow(command.Context(), f)
		if !ok {
			return nil, how
		}
		var found []cobra.Completion
		rows := inv.Rows()
		for i := range rows {
			row := &rows[i]
			name := row.Ref
			if name == "" {
				name = row.Image.ID.Short()
			}
			if strings.HasPrefix(name, begun) {
				found = append(found, name)
			}
		}
		return found, how
	}
}
