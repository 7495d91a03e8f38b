package cli

import (
	"context"
	"slices"
	"time"

	"jettison/cli/output"
	"jettison/model"
	"jettison/model/pin"
	"jettison/model/query"
)

// listCached prints the image list that the screen had last of the engine. Of the engine it
// asks only who it is.
func (l *lsFlags) listCached(ctx context.Context, s *invocation, f *flags, q *query.Query, o order, format *output.Format) error {
	if l.json || format != nil {
		return &UsageError{"--cached prints for people: the list is out of date.", "Leave out --cached for --json and --format, or add --quiet for IDs."}
	}
	for _, fact := range slices.Concat(q.Needs(), o.needs()) {
		if fact != model.FactImages {
			return &UsageError{"The cached list knows names, dates, sizes and labels only.", "Leave out --cached for other terms and orders."}
		}
	}
	client, end, err := s.connect(ctx, f)
	if err != nil {
		return err
	}
	defer end()
	engine, err := client.Engine(ctx)
	if err != nil {
		return err
	}
	var last *model.LastList
	if s.lists != nil && engine.ListScope() != "" && !f.demo {
		last, err = s.lists.Of(engine.ListScope()).Load()
	}
	if err != nil {
		return err
	}
	if last != nil && last.Images == nil {
		return &UsageError{
			"The last list of this engine, as of " + last.At.Local().Format(time.DateTime) + ", was too long to keep.",
			"'jettison ls' lists the images now.",
		}
	}
	if last == nil {
		return &UsageError{"No list of this engine is kept.", "The screen keeps one; 'jettison ls' lists the images now."}
	}
	inv := last.Inventory(engine)
	inv = inv.WithPins(pin.Resolve(f.pins, query.Env{Now: s.now(), Inventory: inv, Known: func(fact model.Fact) bool { return fact == model.FactImages }}))
	rows, err := matching(q, inv, s.now())
	if err != nil {
		return err
	}
	s.noteMisspelled(q, inv, "")
	s.note("This is the list of an earlier run, as of %s", last.At.Local().Format(time.DateTime))
	images := &output.Images{Inventory: inv, Rows: o.sorted(inv, rows), Now: s.now(), Whole: l.whole}
	return l.write(s, images, nil, q)
}
