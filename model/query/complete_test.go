package query_test

import (
	"slices"
	"strings"
	"testing"

	"jettison/model"
	"jettison/model/query"
)

// complete offers completions at the "|" of a text, and applies each.
func complete(t *testing.T, text string) []string {
	t.Helper()
	before, after, ok := strings.Cut(text, "|")
	if !ok {
		t.Fatalf("no cursor in %q", text)
	}
	env := query.Env{Now: now(), Inventory: world()}
	var completed []string
	for _, c := range query.Complete(before+after, len([]rune(before)), env) {
		if (c.About == "") != (c.Rows > 0) {
			t.Errorf("about %q is said %q, and %d rows have it", c.Text, c.About, c.Rows)
		}
		applied, cursor := c.Apply(before + after)
		runes := []rune(applied)
		completed = append(completed, string(runes[:cursor])+"|"+string(runes[cursor:]))
	}
	return completed
}

func TestComplete(t *testing.T) {
	for text, want := range map[string][]string{
		"si|":             {"size>|", "ghcr.io/team/classic|"},
		"SI|":             {"size>|", "ghcr.io/team/classic|"},
		"api si|":         {"api size>|", "api ghcr.io/team/classic|"},
		"api -(re|":       {"api -(repo:|", "api -(ref:|", "api -(registry:|", "api -(redis|"},
		"crea|":           {"created<|"},
		"größe u|":        {"größe used>|", "größe unused|", "größe used|"},
		"not dang|":       {"not dangling|"},
		"dangling|":       nil,
		"acm|":            {"acme/api|"},
		"xyz|":            nil,
		"si| used":        {"size>| used", "ghcr.io/team/classic| used"},
		"(si|)":           {"(size>|)", "(ghcr.io/team/classic|)"},
		"repo:|":          {"repo:acme/api|", "repo:nginx|", "repo:ghcr.io/team/classic|", "repo:localhost:5000/tools|", "repo:redis|"},
		"repo:n|":         {"repo:nginx|"},
		"repo:n|gi":       {"repo:nginx|"},
		"repo:team|":      {"repo:ghcr.io/team/classic|"},
		"repo:TEAM|":      {"repo:ghcr.io/team/classic|"},
		"repo:nginx|":     nil,
		"repo:*in|":       nil,
		"repo~in|":        nil,
		"repo=n|":         {"repo=nginx|"},
		"tag:la|":         {"tag:Latest|", "tag:latest|"},
		"ref:nginx|":      {"ref:nginx:1.25|", "ref:nginx:latest|"},
		"registry:g|":     {"registry:ghcr.io|"},
		"id:da|":          {"id:da4600000000|"},
		"ancestor:tools|": {"ancestor:localhost:5000/tools:v2|"},
		"label:|":         {"label:environment|", "label:keep|", "label:note|"},
		"label:en|":       {"label:environment|"},
		"label:environment=|": {
			"label:environment=development|", "label:environment=production|",
		},
		"label:note=|":  {`label:"note=two words"|`},
		`label:"note=|`: {`label:"note=two words"|`},
		"size>10|":      {"size>10kB|", "size>10MB|", "size>10GB|", "size>10TB|"},
		"size>1.5g|":    nil,
		"age>1w3|":      {"age>1w3s|", "age>1w3m|", "age>1w3h|", "age>1w3d|", "age>1w3w|", "age>1w3mo|", "age>1w3y|"},
		"created<2026|": nil,
		"layers>2|":     nil,
		"platform:|":    {"platform:linux/amd64|", "platform:linux/arm64|", "platform:linux/arm64/v8|"},
		"nosuch:x|":     nil,
		`"si|`:          nil,
	} {
		t.Run(text, func(t *testing.T) {
			if got := complete(t, text); !slices.Equal(got, want) {
				t.Errorf("got\n%q, want\n%q", got, want)
			}
		})
	}
}

// On an empty line everything that a term can begin with is offered.
func TestCompleteEmpty(t *testing.T) {
	want := len(query.FieldNames(model.KindImage)) + len(query.StateNames(model.KindImage)) + len([]string{"kind:"})
	for _, text := range []string{"|", "api |", "api or |", "(|", "-|", "| api"} {
		all := complete(t, text)
		if len(all) != want {
			t.Errorf("%q: %d completions, want all %d fields and states: %q", text, len(all), want, all)
		}
	}
	if got := query.Complete("x y", 99, query.Env{}); len(got) != 0 {
		t.Errorf("beyond the end: %v", got)
	}
}

func BenchmarkComplete(b *testing.B) {
	env := many(10_000)
	for _, text := range []string{"repo:team", "tag:1", "label:ser", "ser"} {
		b.Run(text, func(b *testing.B) {
			for b.Loop() {
				query.Complete(text, len(text), env)
			}
		})
	}
}
