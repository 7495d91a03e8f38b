package cli

import (
	"net/http"
	"runtime"
	"strings"
	"testing"

	"jettison/dockerx/sim"
)

// hostileAnswers are answers that no engine gives.
func hostileAnswers() map[string]sim.Fault {
	const id = `"Id":"sha256:61fb79739b35000000000000000000000000000000000000000000000000aaaa"`
	image := func(more string) string { return `{` + id + `,"RepoTags":["acme/api:1.0"],` + more + `}` }
	return map[string]sim.Fault{
		"null":            {Body: `null`},
		"nothing":         {},
		"a list":          {Body: `[]`},
		"an object":       {Body: `{}`},
		"a text":          {Body: `"images"`},
		"a number":        {Body: `1e400`},
		"HTML":            {Body: `<html><body>Sign in to go on</body></html>`},
		"a list of null":  {Body: `[null,null]`},
		"wrong types":     {Body: `[{"Id":5,"RepoTags":"a","Size":"big","Created":{}}]`},
		"cut off":         {Body: `[{` + id + `,"RepoTags":["acme/`},
		"negative sizes":  {Body: `[` + image(`"Size":-9000,"SharedSize":-7,"Containers":-3,"Created":-99999999999999`) + `]`},
		"largest sizes":   {Body: `[` + image(`"Size":9223372036854775807,"SharedSize":9223372036854775807`) + `,{"Id":"sha256:bb","Size":9223372036854775807}]`},
		"too large sizes": {Body: `[` + image(`"Size":92233720368547758070000`) + `]`},
		"twice the same":  {Body: `[` + image(`"Size":7`) + `,` + image(`"Size":9`) + `]`},
		"parents in a circle": {Body: `[{"Id":"sha256:aa","ParentId":"sha256:bb","RepoTags":["a:1"],"Size":1},` +
			`{"Id":"sha256:bb","ParentId":"sha256:aa","RepoTags":["b:1"],"Size":1},{"Id":"sha256:cc","ParentId":"sha256:cc","RepoTags":["c:1"]}]`},
		"IDs that are paths": {Body: `[{"Id":"../../containers/live\nforged","RepoTags":["../x:1\nforged"],"Size":1,"Created":1}]`},
		"deep":               {Body: strings.Repeat(`[`, 200_000)},
		"deep fields":        {Body: strings.Repeat(`{"a":`, 200_000)},
		"a redirect":         {Status: http.StatusTemporaryRedirect, Body: `{"message":"http://other.test/"}`},
	}
}

// Whatever an engine answers, a command ends with a clear error or goes on with what it knows,
// and removes nothing that it did not list.
func TestHostileAnswers(t *testing.T) {
	t.Parallel()
	paths := []sim.Match{
		{Path: "/_ping"},
		{Path: "/info"},
		{Path: "/images/json"},
		{Path: "/containers/json"},
		{Path: "/system/df"},
		{Method: http.MethodGet, Path: "/images/"},
		{Method: http.MethodDelete},
	}
	commands := [][]string{{"ls"}, {"ls", "--json"}, {"df", "-v"}, {"why", "acme/api:1.0"}, {"rm", "--yes", "ref:acme/api:1.0"}, {"sample"}}
	for name, fault := range hostileAnswers() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, match := range paths {
				b := newHarness(t, shop(), sim.Options{})
				fault.Kind, fault.Match = sim.FaultAnswer, match
				b.engine.Inject(fault)
				for _, args := range commands {
					r := b.runWithin(args...)
					if strings.Contains("\n"+r.out+r.errs, "\nforged") || len(harmful(r.out+r.errs)) > 0 {
						t.Errorf("%+v: %q prints a line of the engine's:\n%s%s", match, args, r.out, r.errs)
					}
					if r.code != CodeDone && !strings.HasPrefix(r.errs, "jettison: ") && r.errs != "" && args[0] != "rm" {
						t.Errorf("%+v: %q ends with %d and no explanation:\n%s", match, args, r.code, r.errs)
					}
				}
				b.wants(nil, []string{"alpine:3.22"})
			}
		})
	}
}

// A redirect is followed nowhere: an engine sends none, and what would answer is not the engine.
func TestRedirects(t *testing.T) {
	t.Parallel()
	for _, status := range []int{http.StatusMovedPermanently, http.StatusFound, http.StatusTemporaryRedirect, http.StatusPermanentRedirect} {
		for _, location := range []string{"http://other.test/v1.51/images/json", "/v1.51/images/json", "//other.test/", "unix:///other.sock"} {
			for _, match := range []sim.Match{{Path: "/_ping"}, {Path: "/info"}, {Path: "/images/json"}, {Method: http.MethodGet, Path: "/images/"}, {Method: http.MethodDelete}} {
				b := newHarness(t, shop(), sim.Options{})
				redirect := b.engine.Inject(sim.Fault{Kind: sim.FaultAnswer, Match: match, Status: status, Location: location})
				before := len(b.engine.Requests())
				r := b.run("rm", "--yes", "ref:acme/api:1.0")
				for _, request := range b.engine.Requests()[before:] {
					if request.Host != "" && strings.Contains(request.Host, "other") {
						t.Errorf("%d to %s from %+v: it asks %s", status, location, match, request.Host)
					}
				}
				if match.Method == http.MethodDelete && (r.code != CodeFailed || redirect.Hits() == 0) {
					t.Errorf("%d to %s from a deletion: %d\n%s", status, location, r.code, r.errs)
				}
				if match.Method == http.MethodDelete {
					b.wants(nil, []string{"acme/api:1.0"})
				}
				b.wants(nil, []string{"alpine:3.22"})
			}
		}
	}
}

// A deletion that did nothing is not taken for one, whatever the engine answers.
func TestADeletionThatDidNothing(t *testing.T) {
	t.Parallel()
	for _, body := range []string{`null`, `[]`, `{}`, `[{"Deleted":"sha256:ff"}]`} {
		b := newHarness(t, shop(), sim.Options{})
		b.engine.Inject(sim.Fault{Kind: sim.FaultAnswer, Match: sim.Match{Method: http.MethodDelete}, Body: body})
		r := b.run("rm", "--yes", "ref:acme/api:1.0")
		if r.code != CodeFailed || body != "{}" && !strings.Contains(r.errs, "The engine answered that it was done, but the image is there as before.") {
			t.Errorf("%s: code %d\n%s%s", body, r.code, r.out, r.errs)
		}
		b.wants(nil, []string{"acme/api:1.0"})
	}
}

// Lists with things that have no usable ID are no lists; of things that are listed twice, one counts.
func TestListsOfNoThings(t *testing.T) {
	t.Parallel()
	for path, bodies := range map[string][]string{
		"/images/json":     {`[null]`, `[{"Id":""}]`, `[{"Id":"../containers/live"}]`, `[{"Id":"sha256:aa\n"}]`},
		"/containers/json": {`[null]`, `[{"Id":"../images/x"}]`},
	} {
		for _, body := range bodies {
			b := newHarness(t, shop(), sim.Options{})
			b.engine.Inject(sim.Fault{Kind: sim.FaultAnswer, Match: sim.Match{Path: path}, Body: body})
			if r := b.run("ls"); r.code != CodeFailed || !strings.Contains(r.errs, "The engine's answer makes no sense") {
				t.Errorf("%s of %s: code %d\n%s%s", path, body, r.code, r.out, r.errs)
			}
		}
	}
	b := newHarness(t, shop(), sim.Options{})
	b.engine.Inject(sim.Fault{
		Kind: sim.FaultAnswer, Match: sim.Match{Path: "/images/json"},
		Body: `[{"Id":"sha256:aa","RepoTags":["a:1"],"Size":1},{"Id":"sha256:aa","RepoTags":["a:2"],"Size":2}]`,
	})
	if out := b.succeeds("ls", "-q"); strings.Count(out, "\n") != 1 {
		t.Errorf("it lists %q", out)
	}
}

// An answer without an end takes neither the memory nor the time of the machine.
func TestEndlessAnswers(t *testing.T) {
	for name, fault := range map[string]sim.Fault{
		"a text":        {Body: `{"ID":"`, End: "x"},
		"white space":   {Body: `{`, End: " "},
		"an error":      {Status: http.StatusInternalServerError, Body: `{"message":"`, End: "x"},
		"a long number": {Body: `{"NCPU":1`, End: "0"},
	} {
		t.Run(name, func(t *testing.T) {
			b := newHarness(t, shop(), sim.Options{})
			fault.Kind, fault.Match = sim.FaultAnswer, sim.Match{Path: "/info"}
			b.engine.Inject(fault)
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			r := b.run("ls")
			runtime.ReadMemStats(&after)
			if r.code == CodeDone || !strings.HasPrefix(r.errs, "jettison: ") {
				t.Errorf("code %d:\n%s", r.code, r.errs)
			}
			const most = 256 << 20
			if took := after.TotalAlloc - before.TotalAlloc; took > most {
				t.Errorf("it takes %d MiB", took>>20)
			}
		})
	}
}
