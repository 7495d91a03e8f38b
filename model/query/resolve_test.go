package query_test

import (
	"testing"

	"jettison/model/query"
)

func TestUnresolved(t *testing.T) {
	env := query.Env{Now: now(), Inventory: world()}
	for _, tt := range []struct {
		text, suggestion string
		column           int
	}{
		{"ancestor:ngnix", "nginx", 10},
		{"used ancestor:ngnix:1.25", "nginx:1.25", 15},
		{"base-of:acme/api:7", "acme/api", 9},
		{"base-of:ffff", "", 9},
	} {
		unresolved := parse(t, tt.text).Compile(env).Unresolved()
		if len(unresolved) != 1 || unresolved[0].Suggestion != tt.suggestion || unresolved[0].Column != tt.column {
			t.Errorf("%s: unresolved %v, want suggestion %q at column %d", tt.text, unresolved, tt.suggestion, tt.column)
		}
	}
	if unresolved := parse(t, "ancestor:nginx base-of:a100").Compile(env).Unresolved(); len(unresolved) != 0 {
		t.Errorf("unresolved %v, want none", unresolved)
	}
}
