package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"jettison/cli/output"
	"jettison/model"
	"jettison/model/query"
)

const (
	aboutLs = "List images: a line for each reference and each untagged image that the query matches, with the bytes that no other " +
		"image has and those that others have too. Without a query it lists all of them. With kind:container, kind:volume or " +
		"kind:cache in the query it lists those. The arguments are joined to one query, in the language of the filter line. " + aboutLanguage + "\n\n" +
		"A figure that can't be known exactly is a range or marked ≈. Layers are read to count bytes where the engine's own figures " +
		"are not exact, and remembered.\n\n" +
		"--format takes docker's templates, with docker's fields and texts (197MB), and of its own Reference, State, UsedBy, Exclusive and Shared. " +
		"Where docker would write a text without fields once for each image, it is an error. Of containers the fields are those of docker ps " +
		"as far as jettison has them, and of its own AutoRemove, ExitCode, Project, ProjectFolder and Since; " +
		"of volumes those of docker volume ls, and Anonymous, Options, Project, State and UsedBy."

	examplesLs = `# everything, the largest first
jettison ls --sort size
# what only takes space
jettison ls 'unused age>30d' --sort exclusive
# for scripts
jettison ls --format '{{.Repository}}:{{.Tag}}' 'repo:acme/*'
jettison ls --json dangling
# containers that failed, the largest first
jettison ls 'kind:container exit!=0' --sort size
# volumes that no container mounts, the largest first
jettison ls 'kind:volume unused' --sort size`
)

// lsFlags holds the flags of ls.
type lsFlags struct {
	sort   string
	format string
	json   bool
	quiet  bool
	whole  bool
	cached bool
}

func newLs(s *invocation, f *flags) *cobra.Command {
	var own lsFlags
	command := &cobra.Command{
		Use:     "ls [QUERY...]",
		Aliases: []string{"list", "images"},
		Short:   "List images with the bytes that are their own, or things of another kind",
		Long:    aboutLs,
		Example: examplesLs,
		RunE: func(command *cobra.Command, args []string) error {
			if err := f.prepare(command, s); err != nil {
				return err
			}
			return own.run(command.Context(), s, f, args)
		},
		ValidArgsFunction: s.completeQuery(f),
	}
	takeQuery(command)
	set := command.Flags()
	set.SortFlags = false
	set.StringVar(&own.sort, "sort", "", "order by a field: "+strings.Join(sortFields(), ", ")+"; "+thingSortHelp()+"; with :asc or :desc after it for the direction, or a minus before it for the opposite of the usual one")
	set.BoolVar(&own.json, "json", false, "print a JSON document")
	set.StringVar(&own.format, "format", "", "print by a Go template, as docker images and docker ps do: table, json, 'table TEMPLATE' or 'TEMPLATE'")
	set.BoolVarP(&own.quiet, "quiet", "q", false, "print IDs only")
	set.BoolVar(&own.whole, "no-trunc", false, "do not shorten IDs")
	set.BoolVar(&own.cached, "cached", false, "print the newest image list that the screen kept of this engine, with its time, instead of listing the images anew")
	// It fails only for an undefined flag.
	_ = command.RegisterFlagCompletionFunc("sort", cobra.FixedCompletions(slices.Compact(slices.Sorted(slices.Values(append(sortFields(), thingSorts()...)))), cobra.ShellCompDirectiveNoFileComp))
	return command
}

func (l *lsFlags) run(ctx context.Context, s *invocation, f *flags, args []string) error {
	q, err := parseQuery(args)
	if err != nil {
		return err
	}
	if listed, err := l.listThings(ctx, s, f, q); listed {
		return err
	}
	order, err := parseSort(l.sort)
	if err != nil {
		return err
	}
	format, err := l.parseFormat(output.ImageTable)
	if err != nil {
		return err
	}
	if l.cached {
		return l.listCached(ctx, s, f, q, order, format)
	}
	w := l.wants(format).with(order.needs()).with(q.Needs())
	e, inv, err := loadEngine(ctx, s, f, w)
	if err != nil {
		return err
	}
	defer e.close()
	rows, err := matching(q, inv, s.now())
	if err != nil {
		return err
	}
	s.noteMisspelled(q, inv, "")
	s.noteTagTimes(q, inv)
	images := &output.Images{
		Inventory: inv, Rows: order.sorted(inv, rows), Now: s.now(), Used: w.containers, Shares: w.shares, Whole: l.whole,
	}
	return l.write(s, images, format, q)
}

// parseFormat parses --format, where "table" stands for a template. It returns nil if the
// flag is not given.
func (l *lsFlags) parseFormat(table string) (*output.Format, error) {
	switch {
	case l.json && (l.format != "" || l.quiet), l.quiet && l.format != "":
		return nil, &UsageError{"--json, --format and --quiet all say what to print.", "Give one of them."}
	case l.format == "":
		return nil, nil
	}
	format, err := output.ParseFormat(l.format, table)
	return format, templateError(err)
}

// templateError explains an invalid template.
func templateError(err error) error {
	if err == nil {
		return nil
	}
	if plain, ok := errors.AsType[*output.PlainFormatError](err); ok {
		advice := "It is table, json, or a Go template with fields, such as '{{.Size}}' or 'table {{.Size}}'; '{{json .}}' shows all."
		if near := query.Nearest(plain.Text, []string{"json", "table"}); near != "" {
			advice = "Did you mean " + near + "?"
		}
		return &UsageError{sentence(err.Error()), advice}
	}
	return &UsageError{sentence(err.Error()), "It is a Go template, such as '{{.Repository}}:{{.Tag}}'; '{{json .}}' shows all fields."}
}

// wants returns the facts needed for the output.
func (l *lsFlags) wants(format *output.Format) wants {
	switch {
	case l.quiet:
		return wants{}
	case l.json:
		return wants{containers: true, shares: true, tagged: true}
	case format != nil:
		return wants{
			containers: format.Mentions("Containers", "UsedBy", "State"),
			shares:     format.Mentions("Exclusive", "Shared", "SharedSize", "UniqueSize"),
		}
	}
	return wants{containers: true, shares: true, quickly: true}
}

// order is a sort order of rows.
type order struct {
	column     model.Column
	descending bool
}

type sortField struct {
	name       string
	column     model.Column
	descending bool // its usual direction is descending
	fact       model.Fact
}

func sortFieldList() []sortField {
	return []sortField{
		{"repository", model.ColumnRepository, false, model.FactImages},
		{"tag", model.ColumnTag, false, model.FactImages},
		{"id", model.ColumnID, false, model.FactImages},
		{"created", model.ColumnCreated, true, model.FactImages},
		{"tagged", model.ColumnTagged, true, model.FactTagTimes},
		{"size", model.ColumnSize, true, model.FactImages},
		{"exclusive", model.ColumnExclusive, true, model.FactShared},
		{"shared", model.ColumnShared, true, model.FactShared},
		{"containers", model.ColumnUsers, true, model.FactContainers},
		{"state", model.ColumnState, false, model.FactContainers},
	}
}

func sortFields() []string {
	var names []string
	for _, field := range sortFieldList() {
		names = append(names, field.name)
	}
	return names
}

// parseSort parses --sort: a field in its usual direction, with a leading minus in the
// opposite one, or with an explicit direction.
func parseSort(text string) (order, error) {
	if text == "" {
		return order{}, nil
	}
	list := sortFieldList()
	at, descending, err := parseDirection(text, sortFields(), func(at int) bool { return list[at].descending })
	if err != nil {
		return order{}, err
	}
	return order{list[at].column, descending}, nil
}

// parseDirection parses --sort, which names one of fields. usual tells whether the usual
// direction of a field is descending.
func parseDirection(text string, fields []string, usual func(at int) bool) (at int, descending bool, err error) {
	name, direction, directed := strings.Cut(text, ":")
	name, turned := strings.CutPrefix(name, "-")
	at = slices.IndexFunc(fields, func(field string) bool { return strings.EqualFold(field, name) })
	switch {
	case at < 0:
		return 0, false, &UsageError{fmt.Sprintf("--sort can't be %q.", model.Clean(text)), "It is one of " + strings.Join(fields, ", ") + "."}
	case !directed:
		return at, usual(at) != turned, nil
	case turned || direction != "asc" && direction != "desc":
		return 0, false, &UsageError{fmt.Sprintf("--sort can't be %q.", model.Clean(text)), "After the field comes :asc or :desc, or before it a minus."}
	}
	return at, direction == "desc", nil
}

func (o order) needs() []model.Fact {
	for _, field := range sortFieldList() {
		if field.column == o.column {
			return []model.Fact{field.fact}
		}
	}
	return nil
}

// sorted returns the rows in the order. Ties are sorted by repository, tag and ID.
func (o order) sorted(inv *model.Inventory, rows []*model.Row) []*model.Row {
	all := inv.Rows()
	ranks := make(map[*model.Row]int, len(all))
	for rank, at := range model.NewSorter(inv).Order(o.column) {
		ranks[&all[at]] = rank
	}
	sorted := slices.Clone(rows)
	slices.SortFunc(sorted, func(a, b *model.Row) int {
		if o.descending {
			a, b = b, a
		}
		return ranks[a] - ranks[b]
	})
	return sorted
}
