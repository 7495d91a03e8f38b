package sim

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/moby/moby/api/types/build"
	"github.com/moby/moby/api/types/events"

	"jettison/model"
)

// buildRoutes are the routes of the builder, but not the one that builds.
func buildRoutes() []route {
	return []route{{method: http.MethodPost, prefix: "/build/prune", handle: (*Engine).pruneCache}}
}

// pruneCache serves POST /build/prune: records that no build uses and that none is built on,
// again and again until there are none left (moby, daemon/internal/builder-next/builder.go;
// BuildKit, cache/manager.go).
func (e *Engine) pruneCache(c *call) (reply, error) {
	if e.podman() {
		return fail(http.StatusNotFound, "Not Found")
	}
	wanted, err := parseFilters(c, "until", "unused-for", "label", "label!", "id", "parent", "type", "description", "inuse", "shared", "private")
	if err != nil {
		return reply{}, err
	}
	for name, values := range wanted {
		if len(values) > 1 && !strings.HasPrefix(name, "label") {
			return fail(http.StatusInternalServerError, "filters expect only one value")
		}
	}
	matches, err := cacheFilter(wanted, e.now())
	if err != nil {
		return reply{}, err
	}
	all := c.boolean("all")
	e.mu.Lock()
	defer e.mu.Unlock()
	report := build.CachePruneReport{}
	for {
		gone := e.prunable(all, matches)
		if len(gone) == 0 {
			break
		}
		e.st.world.Cache = slices.DeleteFunc(slices.Clone(e.st.world.Cache), func(r *model.CacheRecord) bool { return slices.Contains(gone, r) })
		for _, r := range gone {
			report.CachesDeleted = append(report.CachesDeleted, r.ID)
			report.SpaceReclaimed += uint64(max(0, r.Size))
		}
	}
	e.events.publish(e.now(), event{Message: events.Message{Type: events.BuilderEventType, Action: events.ActionPrune}})
	return ok(report)
}

// prunable are the records that can go now.
func (e *Engine) prunable(all bool, matches func(*model.CacheRecord) bool) []*model.CacheRecord {
	parents := map[string]bool{}
	for _, r := range e.st.world.Cache {
		for _, id := range r.Parents {
			parents[id] = true
		}
	}
	var found []*model.CacheRecord
	for _, r := range e.st.world.Cache {
		kept := r.Shared || r.Type == model.CacheInternal || r.Type == model.CacheFrontend
		if !r.InUse && !parents[r.ID] && (all || !kept) && matches(r) {
			found = append(found, r)
		}
	}
	return found
}

// cacheFilter returns what the filters of a prune match. That of the ID is a regular
// expression, the others are values.
func cacheFilter(wanted filters, now time.Time) (func(*model.CacheRecord) bool, *apiError) {
	value := func(name string) (string, bool) {
		values, set := wanted[name]
		return strings.Join(values, ""), set
	}
	id, _ := value("id")
	pattern, err := regexp.Compile(id)
	if err != nil {
		return nil, &apiError{http.StatusInternalServerError, "failed to parse prune filters: " + err.Error()}
	}
	until, err := time.ParseDuration(strings.Join(append(wanted["until"], wanted["unused-for"]...), ""))
	unused := err == nil
	return func(r *model.CacheRecord) bool {
		of := map[string]string{"type": r.Type, "description": r.Description, "parent": strings.Join(r.Parents, ";")}
		for name, has := range of {
			if want, set := value(name); set && want != has {
				return false
			}
		}
		for name, is := range map[string]bool{"inuse": r.InUse, "shared": r.Shared, "private": !r.Shared} {
			if _, set := wanted[name]; set && !is {
				return false
			}
		}
		return pattern.MatchString(r.ID) && (!unused || !r.LastUsed.After(now.Add(-until)))
	}, nil
}
