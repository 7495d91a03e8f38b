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
		// Kinds of things.
		"kind:container exited or kind:volume unused", "kind:* -driver:nfs size>1GB", "kind:", "kind:x", "-kind:image", "kind:image kind:volume",
		"kind:container dangling", "kind:* (kind:cache shared or kind:image shared>1GB)", "kind:container or age>3d", "KIND:* -(kind:image or used<3d)",
		"\u00a0unused\u2003age>1d", "tag:\u202elatest", "repo:a\x00b", "ſize>1", "İ", "tag:é*", "\t\n", "日本:1",
	}
	for _, f := range fields(everyKind()) {
		seeds = append(seeds, f.example, "-"+f.example, f.name+":", f.name+"!="+"x", strings.ToUpper(f.name)+" = 1", f.name+"~(")
	}
	for _, s := range states(everyKind()) {
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
	usage := &model.Usage{
		Cache: []*model.CacheRecord{{ID: "ab12", Type: "regular", Size: 1e9, Created: now, Shared: true}, {ID: "q", Size: model.Unknown}},
	}
	return model.NewInventory(model.Engine{}, now, images, containers, usage).
		WithVolumes([]*model.Volume{{Name: "data", Driver: "local", Size: 5e6}, {Name: "x", Size: model.Unknown}})
}

// Any text is either an error with a place, or a query that survives being
// written down and read again, and that never matches a thing together with its
// opposite. One for a single kind matches a thing exactly when its opposite excludes it.
// Without a word about kinds a query means images.
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
		q.Misspelled(inv)
		q.Compile(Env{})
		if q.root == nil {
			return
		}
		if _, said := firstKind(q.root); !said && q.kinds != kindsOf(model.KindImage) {
			t.Fatalf("%q says nothing about kinds, and means %v", text, q.Kinds())
		}
		opposite := &Query{text: q.text, root: negation{member: q.root}, kinds: q.kinds}
		again, err := Parse(q.String())
		if err != nil {
			t.Fatalf("Parse(%q): %v", q, err)
		}
		f := fuzzed{t, text, q.Compile(env), opposite.Compile(env), again.Compile(env), len(q.Kinds()) == 1}
		for row := range eachRow(inv) {
			judgedBy(f, model.KindImage, row, func(m Matcher) predicate[*model.Row] { return m.image })
		}
		for c := range eachContainer(inv) {
			judgedBy(f, model.KindContainer, c, func(m Matcher) predicate[*model.Container] { return m.container })
		}
		for v := range eachVolume(inv) {
			judgedBy(f, model.KindVolume, v, func(m Matcher) predicate[*model.Volume] { return m.volume })
		}
		for r := range eachCacheRecord(inv) {
			judgedBy(f, model.KindCache, r, func(m Matcher) predicate[*model.CacheRecord] { return m.cache })
		}
	})
}

// fuzzed is a query that is read from a text, its opposite, and the same once more.
type fuzzed struct {
	t               *testing.T
	text            string
	is, isNot, same Matcher
	excludedMiddle  bool // what the query does not match, its opposite does
}

func judgedBy[T any](f fuzzed, kind model.Kind, of T, judge func(Matcher) predicate[T]) {
	is, isNot, same := judged(f.is, kind, judge(f.is), of), judged(f.isNot, kind, judge(f.isNot), of), judged(f.same, kind, judge(f.same), of)
	switch {
	case is == yes && (isNot == yes || !f.is.asks(kind)):
		f.t.Fatalf("%q matches %v, which it must not", f.text, of)
	case f.excludedMiddle && f.is.asks(kind) && is != -isNot:
		f.t.Fatalf("%q and its opposite disagree about %v", f.text, of)
	case is != same:
		f.t.Fatalf("%q is something else once it was written down, about %v", f.text, of)
	}
}
