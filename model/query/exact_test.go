package query_test

import (
	"testing"

	"jettison/model"
	"jettison/model/query"
	"jettison/model/reference"
)

// The term for a name matches that name only, even if it looks like a pattern.
func TestExactMeansOneName(t *testing.T) {
	refs := []string{
		"app:1", "or:1", "dangling:1", "localhost:5000/a/b:1", "REG.example:80/x_y/z--w:1", "a.b/c.d__e:v1",
		"[2001:db8::1]:5000/app:1", "ghcr.io/acme/app:1",
	}
	images := make([]*model.Image, len(refs))
	for i, ref := range refs {
		images[i] = &model.Image{ID: imageID(string(rune('a' + i))), Tags: []string{ref}, Size: 1}
	}
	env := query.Env{Now: now(), Inventory: model.NewInventory(model.Engine{}, now(), images, nil, nil)}
	rows := env.Inventory.Rows()
	for i := range rows {
		for field, name := range map[string]func(*model.Row) string{
			"repo":     func(row *model.Row) string { return row.Repo },
			"registry": func(row *model.Row) string { return reference.Registry(row.Ref) },
		} {
			want := name(&rows[i])
			matcher := parse(t, query.Exact(field, want)).Compile(env)
			for j := range rows {
				if got := matcher.Match(&rows[j]); got != (name(&rows[j]) == want) {
					t.Errorf("%s of %s: %v", query.Exact(field, want), rows[j].Ref, got)
				}
			}
		}
	}
}

func TestExactIsWrittenPlainlyWhereItCan(t *testing.T) {
	for name, want := range map[string]string{
		"localhost:5000/app": "repo:localhost:5000/app",
		"[::1]:5000/app":     `repo:\[::1]:5000/app`,
		"a*b":                `repo:a\*b`,
		"two words":          `repo:"two words"`,
	} {
		if got := query.Exact("repo", name); got != want {
			t.Errorf("%q is written %s, want %s", name, got, want)
		}
	}
}

// A field that code names must exist and take a pattern.
func TestExactOfAnUnknownField(t *testing.T) {
	t.Parallel()
	for _, field := range []string{"reff", "size"} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: it does not panic", field)
				}
			}()
			query.Exact(field, "x")
		}()
	}
}
