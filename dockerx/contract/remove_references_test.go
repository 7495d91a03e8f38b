package contract_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/moby/moby/client"

	"jettison/dockerx"
	"jettison/dockerx/enginetest"
	"jettison/model"
	"jettison/model/modeltest"
	"jettison/model/query"
	"jettison/model/reference"
)

// referencesWorld has an image for every way to be named, loaded and pulled: by one tag, two
// tags of one repository, a tag in each of two repositories, and none. For each way a rule
// matches one reference, all, or none. The tags that it matches begin with "go", and the
// untagged image that it matches has that label. Pulled images have digests in addition to
// tags.
func referencesWorld(registry string) *modeltest.World {
	w := modeltest.New(6, time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC))
	size := int64(0)
	build := func(pulled bool, labels map[string]string, tags ...string) {
		size += 100
		w.Build(modeltest.Recipe{
			Tags: tags, Pulled: pulled, Labels: labels, Add: []modeltest.Instruction{modeltest.Run("ADD rootfs / # buildkit", size)},
		})
	}
	const one, all, none = "one", "all", "none"
	for _, pulled := range []bool{false, true} {
		prefix := repo + "loaded-"
		if pulled {
			prefix = registry + "/pulled-"
		}
		for _, matched := range []string{one, all, none} {
			first, second := "go-1", "go-2"
			switch matched {
			case one:
				second = "stays-2"
			case none:
				first, second = "stays-1", "stays-2"
			}
			if matched != one {
				build(pulled, nil, prefix+"one-tag-"+matched+":"+first)
			}
			build(pulled, nil, prefix+"one-repository-"+matched+":"+first, prefix+"one-repository-"+matched+":"+second)
			build(pulled, nil, prefix+"repositories-"+matched+":"+first, prefix+"repositories-"+matched+"-other:"+second)
		}
	}
	build(false, map[string]string{"goes": "yes"})
	build(false, map[string]string{"stays": "yes"})
	return w
}

// TestOnlyMatchedReferencesGo removes what a rule matches, reference by reference: all other
// references stay, together with their images and the digests of their repositories.
func TestOnlyMatchedReferencesGo(t *testing.T) {
	t.Parallel()
	engines.Each(t, referencesWorld(enginetest.Registry(t)), func(t *testing.T, e *enginetest.Engine) {
		c, err := dockerx.Connect(t.Context(), dockerx.Options{Dial: e.Dial})
		must(t, err)
		t.Cleanup(func() { _ = c.Close() })
		inv := loaded(t, c)
		before := listReferences(t, e)
		plan := model.NewPlan(inv, matchedKeys(t, inv, "tag:go-* or dangling label:goes"), nil)
		checkSteps(t, plan)
		if plan.Images != 7 || plan.Untags != 4 {
			t.Errorf("%d images and %d tags are to go", plan.Images, plan.Untags)
		}
		want := map[string][]string{}
		for id, refs := range before {
			image, ok := inv.Image(model.ImageID(id))
			if !ok {
				t.Fatalf("the inventory has no %s %q", id, refs)
			}
			if stay := unmatched(refs); len(stay) > 0 || image.Labels["stays"] != "" {
				want[id] = stay
			}
		}
		if len(want) != 11 || len(before) != 18 {
			t.Fatalf("%d of %d images are to stay", len(want), len(before))
		}
		final := outcomes(t, c, plan)
		for i := range plan.Steps {
			if final[i].State != model.StepDone {
				t.Errorf("%v is %v: %+v", plan.Steps[i].Refs, final[i].State, final[i].Refusal)
			}
		}
		after := listReferences(t, e)
		if len(after) != len(want) {
			t.Errorf("%d images are left, want %d", len(after), len(want))
		}
		for _, id := range slices.Sorted(maps.Keys(before)) {
			refs, there := after[id]
			wanted, stays := want[id]
			if there != stays || !slices.Equal(refs, wanted) {
				t.Errorf("of %q there are %q, want %q; the image is there: %t, want %t", before[id], refs, wanted, there, stays)
			}
		}
	})
}

// checkSteps checks that an image is deleted only if all of its references were matched.
func checkSteps(t *testing.T, plan *model.Plan) {
	t.Helper()
	for i := range plan.Steps {
		step := &plan.Steps[i]
		whole := len(unmatched(step.Image().Tags)) == 0
		if !step.Ready || whole != step.Removes(model.KindImage) || len(unmatched(step.Refs)) > 0 {
			t.Errorf("step %+v, ready %t, takes %q of %q", step.Op(), step.Ready, step.Refs, step.Image().Tags)
		}
	}
}

// unmatched returns the references that the rule leaves: tags that it does not match, and
// digests of repositories that keep such a tag.
func unmatched(refs []string) []string {
	keeps := map[string]bool{}
	for _, ref := range refs {
		if repo, tag := reference.Split(ref); !strings.HasPrefix(tag, "go-") && !strings.HasPrefix(tag, "sha256:") {
			keeps[repo] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(refs), func(ref string) bool {
		repo, tag := reference.Split(ref)
		return strings.HasPrefix(tag, "go-") || !keeps[repo]
	})
}

// matchedKeys returns the keys of the rows that a query matches.
func matchedKeys(t *testing.T, inv *model.Inventory, text string) []model.Key {
	t.Helper()
	q, err := query.Parse(text)
	must(t, err)
	matcher := q.Compile(query.Env{Now: time.Now().UTC(), Inventory: inv})
	var keys []model.Key
	rows := inv.Rows()
	for i := range rows {
		if matcher.Match(&rows[i]) {
			keys = append(keys, rows[i].Key())
		}
	}
	return keys
}

// listReferences returns all references that the engine lists by image, tags before digests.
// Digests are references of their own only on graphdriver stores: the containerd store derives
// them from the tags.
func listReferences(t *testing.T, e *enginetest.Engine) map[string][]string {
	t.Helper()
	list, err := e.Client().ImageList(t.Context(), client.ImageListOptions{All: true})
	must(t, err)
	found := map[string][]string{}
	for _, image := range list.Items {
		slices.Sort(image.RepoTags)
		slices.Sort(image.RepoDigests)
		refs := image.RepoTags
		if e.Store == model.StoreGraph {
			refs = slices.Concat(refs, image.RepoDigests)
		}
		refs = slices.DeleteFunc(refs, func(ref string) bool { return strings.Contains(ref, model.None) })
		found["sha256:"+strings.TrimPrefix(image.ID, "sha256:")] = refs
	}
	return found
}
