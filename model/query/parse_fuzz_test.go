package query

import (
	"strings"
	"testing"
	"time"

	"jettison/model"
	"jettison/model/layers"
)

// fuzzSeeds are queries of every kind, and texts that almost are queries.
func fuzzSeeds() []string {
	seeds := []string{
		"", "api", "unused age>30d", `repo:acme/* -tag~^(dev|test) or label:a="b c"`, "size > 1.5gb (rank>3 or not vrank<=2)",
		"created=2026-01-31T10:00+01:00 used>1w3d", "ancestor:nginx:1.25 base-of:acme/api", "tag:[!a-z]?\\*", "<none> !x --y", "\"\\\"", "'", "tag~[]()]",
		"exclusive!=0 shared<1MiB layers=7", "größe:1", "((((", "a||b", "=~", "\xff repo:\xff*",
		// What policies and pipelines ask.
		"tag:prod* age>90d or tag:staging* age>30d or tag:dev* age>7d", "tag~^(dev|test|staging)(-|$)", "repo:acme/shop -tag:latest",
		"created<2019-02-01", "created=2019-01", "registry:localhost:5000", "label!=x label=a=b label:a*=b*", "dangling or size>1GB",
		// What is nearly right, and gets a suggestion.
		"sise>1GB", "repository:acme", "older:30d", "tag!~^v1", "dangling:true", "label>3", "age>2026-01-31", "age>30days", "size>1XB",
		"created<31/01/2026", "created<2026-02-30", "rank>1.5", "ancestor~x", "tag:[a-", "tag:[z-a]", "ref:", "(unused", "unused)", "not", "or", "a or", "- a",
		// The ends of what can be counted.
		"size>9223372036854775807", "size>9223372036854775808", "size>8EiB", "size=0.0000000001PB", "age>292y", "age>293y6mo", "created>9999", "created<0001",
		"rank>9223372036854775807", "size>." + strings.Repeat("9", 40), strings.Repeat("(", 200), strings.Repeat("not ", 200) + "a", strings.Repeat("a or ", 200) + "b",
		// Other alphabets, spaces and control characters.
		"\u00a0unused\u2003age>1d", "tag:\u202elatest", "repo:a\x00b", "ſize>1", "İ", "tag:é*", "\t\n", "日本:1",
	}
	for _, f := range fields() {
		seeds = append(seeds, f.example, "-"+f.example, f.name+":", f.name+"!="+"x", strings.ToUpper(f.name)+" = 1", f.name+"~(")
	}
	for _, s := range states() {
		seeds = append(seeds, s.name, "not "+s.name, s.name+"=false")
	}
	return seeds
}

// fuzzInventory has rows of which some facts are known and others are not.
func fuzzInventory() *model.Inventory {
	tree := layers.NewTree()
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	images := []*model.Image{
		{
			ID: "sha256:ab12", Tags: []string{"acme/api:1.9", "acme/api:latest", "nginx:1.25"}, Created: now.Add(-40 * 24 * time.Hour), Size: 5e6,
			SharedSize: 1e6, Labels: map[string]string{"stage": "dev", "keep": ""}, Top: tree.Top([]layers.ChainID{"a", "b"}), Layered: true,
		},
		{ID: "sha256:ab13", Tags: []string{"ghcr.io/Acme/web:v2"}, Parent: "sha256:ab12", Size: 1, SharedSize: model.Unknown},
		{ID: "sha256:cd00", Digests: []string{"acme/api@sha256:" + strings.Repeat("0", 64)}, Created: now, Size: model.Unknown, SharedSize: model.Unknown},
		{ID: "sha256:cd01", Created: now, Layered: true},
	}
	containers := []*model.Container{
		{ID: "1", Image: "sha256:ab12", State: model.StateRunning, Created: now},
		{ID: "2", Image: "sha256:cd01", State: model.StateExited},
	}
	return model.NewInventory(model.Engine{}, now, images, containers, nil)
}

// Any text is either an error with a place, or a query that survives being
// written down and read again, and that matches a row exactly when its opposite
// excludes it.
func FuzzParse(f *testing.F) {
	for _, seed := range fuzzSeeds() {
		f.Add(seed)
	}
	inv := fuzzInventory()
	env := Env{Now: inv.Taken, Inventory: inv}
	f.Fuzz(func(t *testing.T, text string) {
		for cursor := range min(len(text)+2, 20) {
			Complete(text, cursor, env)
		}
		q, err := Parse(text)
		if err != nil {
			bad, ok := err.(*Error) //nolint:errorlint // Parse promises the very type
			if !ok || bad.Column < 1 || bad.Width < 0 || bad.Column > len([]rune(text))+1 || bad.Caret() == "" || bad.Error() == "" {
				t.Fatalf("Parse(%q): %#v", text, err)
			}
			bad.Fix()
			return
		}
		checkRoundTrip(t, q)
		q.Needs()
		q.Compile(Env{})
		if q.root == nil {
			return
		}
		opposite := &Query{text: q.text, root: negation{member: q.root}}
		again, err := Parse(q.String())
		if err != nil {
			t.Fatalf("Parse(%q): %v", q, err)
		}
		is, isNot, same := q.Compile(env), opposite.Compile(env), again.Compile(env)
		rows := inv.Rows()
		for i := range rows {
			row := &rows[i]
			if is.Match(row) && is.Excludes(row) || is.Match(row) != isNot.Excludes(row) || is.Excludes(row) != isNot.Match(row) {
				t.Fatalf("%q and its opposite disagree about %v", text, row.Key())
			}
			if is.Match(row) != same.Match(row) || is.Excludes(row) != same.Excludes(row) {
				t.Fatalf("%q and %q disagree about %v", text, q, row.Key())
			}
		}
	})
}
