package ui

import (
	"errors"
	"strings"
	"testing"

	"jettison/model"
	"jettison/model/query"
)

// Each rule on offer is a query of fields and states that exist. A rule that asks may
// lack its last value.
func TestRulesAreQueries(t *testing.T) {
	t.Parallel()
	m := New(t.Context(), Options{NoColor: true})
	image := &model.Image{ID: "sha256:aa", Tags: []string{"ghcr.io/acme/api:dev"}}
	rows := map[string]*model.Row{
		"no row":        nil,
		"untagged":      {Image: &model.Image{ID: "sha256:bb"}},
		"local":         {Image: image, Ref: "app:1", Repo: "app", Tag: "1"},
		"of a registry": {Image: image, Ref: "ghcr.io/acme/api:dev", Repo: "ghcr.io/acme/api", Tag: "dev"},
	}
	for name, row := range rows {
		keys := map[string]bool{}
		for _, r := range m.rules(row) {
			if r.key == "" || r.label == "" || keys[r.key] {
				t.Errorf("%s: the rule %+v has no key of its own", name, r)
			}
			keys[r.key] = true
			if r.off == "" && r.query == "" && !r.ask {
				t.Errorf("%s: the rule %+v marks everything", name, r)
			}
			if err := checkRule(r); err != nil {
				t.Errorf("%s: %q: %v", name, r.query, err)
			}
		}
	}
}

// A rule with a fault of each kind is found.
func TestCheckRule(t *testing.T) {
	t.Parallel()
	for text, good := range map[string]bool{
		"dangling": true, "-unused age>30d": true, "repo:": true,
		"danglng": false, "agee>30d": false, "age>30": false, "(unused": false,
	} {
		if err := checkRule(rule{query: text, ask: strings.HasSuffix(text, ":")}); (err == nil) != good {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func checkRule(r rule) (err error) {
	text := r.query
	if r.ask && strings.HasSuffix(text, ":") {
		text += "value"
	}
	q, err := query.Parse(text)
	if err != nil {
		return err
	}
	defer func() {
		if recover() != nil {
			err = errors.New("a term is neither a field nor a state")
		}
	}()
	for term := range strings.FieldsSeq(text) {
		if !strings.ContainsAny(term, `:~<>="`) && !q.Names(strings.TrimPrefix(term, "-")) {
			return errors.New(term + " is no state")
		}
	}
	return nil
}
