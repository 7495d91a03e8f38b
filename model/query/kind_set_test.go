package query_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"jettison/model"
	"jettison/model/query"
)

// kinds is an inventory with things of every kind.
func kinds() *model.Inventory {
	inv := world().WithContainers([]*model.Container{
		{
			ID: "c1aa00", Name: "web-1", Image: imageID("a200"), ImageRef: "acme/api:1.10.0", State: model.StateRunning,
			Created: ago(9 * day), Size: 5e6, Labels: map[string]string{"com.docker.compose.project": "shop", "team": "web"},
		},
		{
			ID: "c2bb00", Name: "db", Image: imageID("ba5e"), ImageRef: "nginx", State: model.StateExited,
			Created: ago(80 * day), Since: ago(60 * day), Size: 400e6, ExitCode: new(137),
			Volumes: []string{"db_data"},
		},
		{ID: "c3cc00", Name: "api-new", Image: imageID("gone"), ImageRef: "gone:1", State: model.StateCreated, Created: ago(day), Size: model.Unknown},
	})
	return inv.WithVolumes([]*model.Volume{
		{Name: "db_data", Driver: "local", Created: ago(80 * day), Size: 2e9, Labels: map[string]string{"com.docker.compose.project": "shop"}},
		{Name: "cold", Driver: "nfs", Created: ago(300 * day), Size: model.Unknown, Labels: map[string]string{"com.docker.volume.anonymous": ""}},
	}).WithUsage(&model.Usage{
		Cache: []*model.CacheRecord{
			{ID: "x1a", Type: "regular", Description: "RUN npm ci", Size: 900e6, Created: ago(50 * day), LastUsed: ago(2 * day)},
			{ID: "y2b", Type: "source.local", Size: 3e6, Created: ago(40 * day), Shared: true, InUse: true},
		},
	})
}

// matchedThings returns the names of all that a query matches, rows first.
func matchedThings(q *query.Query, env query.Env) []string {
	names := matched(q, env)
	m := q.Compile(env)
	for _, c := range env.Inventory.Containers() {
		if m.MatchContainer(c) {
			names = append(names, c.Name)
		}
	}
	for _, v := range env.Inventory.Volumes() {
		if m.MatchVolume(v) {
			names = append(names, v.Name)
		}
	}
	for _, r := range env.Inventory.Usage.Cache {
		if m.MatchCache(r) {
			names = append(names, r.ID)
		}
	}
	return names
}

func kindCases() map[string][]string {
	return map[string][]string{
		"kind:container":                                    {"web-1", "db", "api-new"},
		"KIND:Container":                                    {"web-1", "db", "api-new"},
		"kind:volume":                                       {"db_data", "cold"},
		"kind:cache":                                        {"x1a", "y2b"},
		"kind:image dangling":                               {dangling, redis},
		"kind:volume or kind:cache":                         {"db_data", "cold", "x1a", "y2b"},
		"kind:container name:web-*":                         {"web-1"},
		"kind:container api":                                {"web-1", "api-new"},
		"kind:container c2bb":                               {"db"},
		"kind:container id:c2":                              {"db"},
		"kind:container image:acme/api":                     {"web-1"},
		"kind:container image:nginx:latest":                 {"db"},
		"kind:container image=nginx":                        {"db"},
		"kind:container image:gone:1":                       {"api-new"},
		"kind:container state:created":                      {"api-new"},
		"kind:container label:team":                         {"web-1"},
		"kind:container label:team=db":                      nil,
		"kind:container project:shop":                       {"web-1"},
		"kind:container -project:shop":                      {"db", "api-new"},
		"kind:container exit=137":                           {"db"},
		"kind:container exit>0":                             {"db"},
		"kind:container exit!=0":                            {"db"}, // web-1 runs, and api-new never ran
		"kind:container exit=0":                             nil,
		"kind:container size>100MB":                         {"db"},
		"kind:container -size>100MB":                        {"web-1"}, // nobody knows how much api-new wrote
		"kind:container age>30d":                            {"db"},
		"kind:container created<1w":                         {"api-new"},
		"kind:container used>30d":                           {"db"},
		"kind:container used<1h":                            {"web-1"},
		"kind:container used>12h used<2d":                   {"api-new"},
		"kind:container running":                            {"web-1"},
		"kind:container stopped":                            {"db", "api-new"},
		"kind:container exited":                             {"db"},
		"kind:container -exited":                            {"web-1", "api-new"},
		"kind:container (paused or dead)":                   nil,
		"kind:volume driver:local":                          {"db_data"},
		"kind:volume name~^c":                               {"cold"},
		"kind:volume size>1GB":                              {"db_data"},
		"kind:volume unused":                                {"cold"},
		"kind:volume used":                                  {"db_data"},
		"kind:volume label:com.docker.compose.project=shop": {"db_data"},
		"kind:volume project:shop":                          {"db_data"},
		"kind:volume anonymous":                             {"cold"},
		"kind:volume -anonymous":                            {"db_data"},
		"kind:container pinned":                             {"db"},
		"kind:container -pinned -marked":                    {"api-new"},
		"kind:container marked":                             {"web-1"},
		"kind:volume pinned":                                {"cold"},
		"kind:volume marked":                                {"db_data"},
		"kind:volume container:db*":                         {"db_data"},
		"kind:cache pinned":                                 {"y2b"},
		"kind:cache -marked":                                {"x1a"},
		"kind:volume age>200d":                              {"cold"},
		"kind:volume created<100d":                          {"db_data"},
		"kind:cache type:source.*":                          {"y2b"},
		"kind:cache id:x":                                   {"x1a"},
		"kind:cache npm":                                    {"x1a"},
		"kind:cache size>=900MB":                            {"x1a"},
		"kind:cache used>10d":                               {"y2b"},
		"kind:cache age>45d":                                {"x1a"},
		"kind:cache created>45d":                            {"x1a"},
		"kind:cache shared":                                 {"y2b"},
		"kind:cache private":                                {"x1a"},
		"kind:cache -inuse":                                 {"x1a"},
		"(kind:container or kind:volume) db":                {"db", "db_data"},
		"kind:container exited or kind:volume unused":       {"db", "cold"},
		// A field that a kind does not have matches none of its things, nor does its opposite.
		"kind:* driver:nfs":                             {"cold"},
		"kind:* -driver:nfs":                            {"db_data"},
		"kind:* driver!=nfs":                            {"db_data"},
		"kind:* not (driver:nfs or size<1kB)":           {"db_data"},
		"(kind:volume or kind:cache) size>800MB -used":  nil,
		"(kind:volume or kind:cache) (unused or inuse)": {"cold", "y2b"},
		"kind:* private":                                {"x1a"},
		"kind:* -private":                               {"y2b"},
		// What was named may be left out again.
		"kind:* -kind:image -kind:cache db":                              {"db", "db_data"},
		"kind:* -(kind:image or kind:cache) db":                          {"db", "db_data"},
		"(kind:container or kind:volume) -kind:volume":                   {"web-1", "db", "api-new"},
		"kind:container not (exited or running)":                         {"api-new"},
		"(kind:container or kind:volume) -(kind:volume unused) -running": {"db", "api-new"},
	}
}

func TestMatchKinds(t *testing.T) {
	t.Parallel()
	inv := kinds().WithPins(model.Pins{
		{Target: model.ContainerID("c2bb00").Target()}: {Query: "x"}, {Target: model.VolumeTarget("cold")}: {Query: "x"},
		{Target: model.Target{Kind: model.KindCache, ID: "y2b"}}: {Query: "x"},
	})
	env := query.Env{Now: now(), Inventory: inv, Marked: func(key model.Key) bool { return slices.Contains([]string{"c1aa00", "db_data", "y2b"}, key.ID) }}
	for text, want := range kindCases() {
		got := matchedThings(parse(t, text), env)
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%s matches\n%q, want\n%q", text, got, want)
		}
	}
}

// Every field and state of every other kind than images has a case.
func TestEveryKindHasCases(t *testing.T) {
	t.Parallel()
	for _, kind := range []model.Kind{model.KindContainer, model.KindVolume, model.KindCache} {
		said := map[string]bool{}
		for text := range kindCases() {
			q := parse(t, text)
			if slices.Equal(q.Kinds(), []model.Kind{kind}) {
				for _, name := range q.Terms() {
					said[name] = true
				}
			}
		}
		for _, name := range slices.Concat(query.FieldNames(kind), query.StateNames(kind)) {
			if !said[name] {
				t.Errorf("no case has %s for kind %d alone", name, kind)
			}
		}
	}
}

// A query that says nothing about kinds means images, whatever else it says.
func TestQueriesMeanImages(t *testing.T) {
	t.Parallel()
	for _, group := range allCases() {
		for text := range group {
			if got := parse(t, text).Kinds(); !slices.Equal(got, []model.Kind{model.KindImage}) {
				t.Errorf("%s means kinds %v", text, got)
			}
		}
	}
	// What is a state of other kinds only has always been a word.
	for _, name := range []string{"exited", "private", "shared", "inuse", "paused", "dead"} {
		inv := model.NewInventory(model.Engine{}, now(), []*model.Image{{ID: imageID("a1"), Tags: []string{"acme/" + name + ":1"}}}, nil, nil)
		if got := matched(parse(t, name), query.Env{Now: now(), Inventory: inv}); len(got) != 1 {
			t.Errorf("the word %s matches %q", name, got)
		}
	}
}

func TestKindErrors(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		text       string
		column     int
		says       string
		suggestion string
	}{
		{"kind:", 1, "needs a value: image, container, volume, cache, *", ""},
		{"kind=image", 5, "takes `:` and a kind", ":"},
		{"kind~image", 5, "takes `:` and a kind", ":"},
		{"kind:images", 6, "there is no kind `images`", "image"},
		{"kind:containr x", 6, "there is no kind `containr`", "container"},
		{"kind:network", 6, "the kinds are image, container, volume, cache, *", ""},
		{"kind:container tag:x", 16, "`tag` is a field of images, not of containers; the fields are name, image,", ""},
		{"kind:container ref:x", 16, "`ref` is a field of images, not of containers", "image"},
		{"kind:container repo:x", 16, "`repo` is a field of images", "image"},
		{"kind:container nam:x", 16, "unknown field `nam`", "name"},
		{"kind:volume ref:x", 13, "`ref` is a field of images, not of volumes", "name"},
		{"kind:cache driver:local", 12, "`driver` is a field of volumes, not of cache records", "type"},
		{"driver:local", 1, "`driver` is a field of volumes, not of images; say which kind is meant, such as kind:volume", ""},
		{"kind:container dangling", 16, "`dangling` is a state of images, not of containers; their states are running, stopped,", ""},
		{"kind:container exited=true", 16, "is a state and takes no value", "exited"},
		{"kind:image exited", 12, "`exited` is a state of containers, not of images", ""},
		{"(kind:container or kind:cache) tag:x", 32, "`tag` is a field of images, not of containers or cache records", ""},
		{"kind:* -kind:volume driver:local", 21, "`driver` is a field of volumes, not of images, containers or cache records", "type"},
		// Where a part says nothing about kinds and could mean several.
		{"kind:container exited or unused", 26, "another side of this `or` says which kind it means", ""},
		{"dangling or kind:volume", 1, "another side of this `or`", ""},
		{"size>1GB (unused or kind:volume)", 11, "another side of this `or`", ""},
		// Nothing grows by leaving something out.
		{"-kind:image", 2, "say which kinds are meant before some are left out", ""},
		{"not kind:volume size>1GB", 5, "say which kinds are meant", ""},
		{"-(kind:volume unused)", 3, "say which kinds are meant", ""},
		{"kind:container or -kind:image", 20, "another side of this `or`", ""},
		{"-kind:container or -kind:image", 2, "say which kinds are meant", ""},
		{"kind:container kind:volume", 1, "no thing is of all these kinds", ""},
		{"kind:* -kind:*", 1, "no thing is of all these kinds", ""},
		{"kind:container (kind:volume or exited)", 17, "only containers are asked for here", ""},
	} {
		_, err := query.Parse(tt.text)
		wrong, ok := errors.AsType[*query.Error](err)
		if !ok {
			t.Errorf("%s: %v", tt.text, err)
			continue
		}
		if wrong.Column != tt.column || !strings.Contains(wrong.Text, tt.says) || wrong.Suggestion != tt.suggestion {
			t.Errorf("%s:\n%d %q, suggestion %q; want\n%d %q, suggestion %q",
				tt.text, wrong.Column, wrong.Text, wrong.Suggestion, tt.column, tt.says, tt.suggestion)
		}
	}
}

// drawCommon draws a query of terms that things of all kinds have.
func drawCommon(t *rapid.T, depth int) string {
	if depth == 0 || rapid.IntRange(0, 2).Draw(t, "leaf") == 0 {
		return rapid.SampledFrom([]string{
			"size>100MB", "size<=5MB", "age>45d", "created<2026-01-01", "db", "api", "id:c", "zzz", "size!=3MB",
		}).Draw(t, "term")
	}
	a := drawCommon(t, depth-1)
	switch rapid.IntRange(0, 2).Draw(t, "join") {
	case 0:
		return "-(" + a + ")"
	case 1:
		return "(" + a + " or " + drawCommon(t, depth-1) + ")"
	}
	return a + " " + drawCommon(t, depth-1)
}

// Of each kind `kind:*` matches what the query for that kind alone matches, and never
// anything together with its opposite.
func TestSeveralKindsAreEachByItself(t *testing.T) {
	t.Parallel()
	env := query.Env{Now: now(), Inventory: kinds()}
	rapid.Check(t, func(rt *rapid.T) {
		text := drawCommon(rt, 3)
		var want []string
		for _, kind := range model.Kinds() {
			q, err := query.ParseOf(kind, text)
			if err != nil { // volumes have no ID
				return
			}
			want = append(want, matchedThings(q, env)...)
		}
		got := matchedThings(parse(t, "kind:* ("+text+")"), env)
		if !slices.Equal(got, want) {
			rt.Errorf("kind:* (%s) matches\n%q, want\n%q", text, got, want)
		}
		for _, name := range matchedThings(parse(t, "kind:* -("+text+")"), env) {
			if slices.Contains(got, name) {
				rt.Errorf("%s and its opposite match %s", text, name)
			}
		}
	})
}

func TestOnly(t *testing.T) {
	t.Parallel()
	q := parse(t, "kind:container exited or kind:volume")
	if err := q.Only("are not listed", model.KindContainer, model.KindVolume); err != nil {
		t.Error(err)
	}
	err := q.Only("are not listed here", model.KindContainer)
	if wrong, ok := errors.AsType[*query.Error](err); !ok || wrong.Column != 26 || wrong.Text != "volumes are not listed here" {
		t.Errorf("%#v", err)
	}
	if err := new(query.Query).Only("", model.KindImage); err != nil {
		t.Error(err)
	}
}

func TestCompleteOfKinds(t *testing.T) {
	t.Parallel()
	env := query.Env{Now: now(), Inventory: kinds()}
	for text, want := range map[string][]string{
		"kin":                          {"kind:"},
		"kind:":                        {"kind:image", "kind:container", "kind:volume", "kind:cache", "kind:*"},
		"kind:co":                      {"kind:container"},
		"kind:container name:":         {"kind:container name:api-new", "kind:container name:db", "kind:container name:web-1"},
		"kind:container exi":           {"kind:container exit!=", "kind:container exited"},
		"kind:container ima":           {"kind:container image:"},
		"kind:container web":           {"kind:container web-1"},
		"kind:container tag:":          nil,
		"kind:container dang":          nil,
		"kind:volume dr":               {"kind:volume driver:"},
		"kind:volume driver:":          {"kind:volume driver:local", "kind:volume driver:nfs"},
		"kind:cache type:re":           {"kind:cache type:regular"},
		"kind:* size>1":                {"kind:* size>1kB", "kind:* size>1MB", "kind:* size>1GB", "kind:* size>1TB"},
		"kind:* shar":                  {"kind:* shared<", "kind:* shared"},
		"kind:volume or kind:cache ty": {"kind:volume or kind:cache type:"},
	} {
		var got []string
		for _, c := range query.Complete(text, len(text), env) {
			completed, _ := c.Apply(text)
			got = append(got, completed)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
	if got := query.CompleteOf(model.KindContainer, "st", 2, env); len(got) != 2 || got[0].Text != "state:" || got[1].Text != "stopped" {
		t.Errorf("for containers: %v", got)
	}
}
