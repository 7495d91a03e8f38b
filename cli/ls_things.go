package cli

import (
	"context"
	"io"
	"slices"
	"strings"
	"time"

	"jettison/cli/output"
	"jettison/model"
	"jettison/model/query"
)

// listedKind is a kind of things that ls lists besides images.
type listedKind interface {
	// sorts are what the things can be sorted by.
	sorts() []string
	// list prints what a query matches.
	list(ctx context.Context, l *lsFlags, s *invocation, f *flags, q *query.Query) error
}

// listedKinds are the kinds that ls lists besides images.
func listedKinds() map[model.Kind]listedKind {
	return map[model.Kind]listedKind{
		model.KindContainer: containerListing{}, model.KindVolume: volumeListing{}, model.KindCache: cacheListing{},
	}
}

// listThings prints the things of one other kind than images that a query matches; ok is false if
// the query is about images.
func (l *lsFlags) listThings(ctx context.Context, s *invocation, f *flags, q *query.Query) (ok bool, err error) {
	kinds := q.Kinds()
	if slices.Equal(kinds, []model.Kind{model.KindImage}) {
		return false, nil
	}
	if len(kinds) > 1 {
		return true, &UsageError{"Each kind of thing has columns of its own.", "List one kind at a time, such as kind:container, or images without such a term."}
	}
	if l.cached {
		return true, &UsageError{"The cached list is one of images.", "Leave out --cached for other kinds of things."}
	}
	return true, listedKinds()[kinds[0]].list(ctx, l, s, f, q)
}

// thingSorts are what things other than images can be sorted by.
func thingSorts() (all []string) {
	kinds := listedKinds()
	for _, kind := range model.Kinds() {
		if listed, ok := kinds[kind]; ok {
			all = append(all, listed.sorts()...)
		}
	}
	return all
}

// thingSortHelp says what things other than images can be sorted by.
func thingSortHelp() string {
	var parts []string
	kinds := listedKinds()
	for _, kind := range model.Kinds() {
		if listed, ok := kinds[kind]; ok {
			parts = append(parts, "with "+query.KindTerm(kind)+" "+strings.Join(listed.sorts(), ", "))
		}
	}
	return strings.Join(parts, "; ")
}

// things are images, or things of another kind, to be printed.
type things interface {
	WriteTable(w io.Writer) error
	WriteIDs(w io.Writer) error
	WriteFormat(w io.Writer, f *output.Format) error
	WriteJSON(w io.Writer, query string) error
}

func (l *lsFlags) write(s *invocation, of things, format *output.Format, q *query.Query) error {
	switch {
	case l.json:
		return of.WriteJSON(s.out, q.Text())
	case l.quiet:
		return of.WriteIDs(s.out)
	case format != nil:
		return templateError(of.WriteFormat(s.out, format))
	}
	return of.WriteTable(s.out)
}

// matchingOf returns those of some things that a query matches.
func matchingOf[T any](q *query.Query, inv *model.Inventory, now time.Time, all []T, match func(query.Matcher, T) bool) (found []T) {
	matcher := q.Compile(queryEnv(inv, now))
	for _, thing := range all {
		if match(matcher, thing) {
			found = append(found, thing)
		}
	}
	return found
}
