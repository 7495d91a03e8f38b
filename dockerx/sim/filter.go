package sim

import (
	"encoding/json"
	"net/http"
	"path"
	"slices"
	"strings"

	"github.com/distribution/reference"
)

// filters are the filters of a request: one of the values of each name must match.
type filters map[string][]string

// parseFilters parses {"name":["value"]} or the older {"name":{"value":true}}, and refuses
// unknown names.
func parseFilters(c *call, known ...string) (filters, *apiError) {
	text := c.query.Get("filters")
	if text == "" {
		return nil, nil
	}
	parsed := filters{}
	if err := json.Unmarshal([]byte(text), (*map[string][]string)(&parsed)); err != nil {
		var older map[string]map[string]bool
		if json.Unmarshal([]byte(text), &older) != nil {
			return nil, &apiError{http.StatusBadRequest, "invalid filter"}
		}
		parsed = filters{}
		for name, values := range older {
			for value, set := range values {
				if set {
					parsed[name] = append(parsed[name], value)
				}
			}
		}
	}
	for name := range parsed {
		if !slices.Contains(known, name) {
			return nil, &apiError{http.StatusBadRequest, "invalid filter '" + name + "'"}
		}
	}
	return parsed, nil
}

// flag parses a filter that is true or false; set reports whether it was given.
func (f filters) flag(name string) (value, set bool, err *apiError) {
	values, set := f[name]
	if !set || len(values) == 0 {
		return false, false, nil
	}
	switch values[0] {
	case "true", "1":
		return true, true, nil
	case "false", "0":
		return false, true, nil
	}
	return false, true, &apiError{http.StatusBadRequest, "invalid filter '" + name + "=[" + values[0] + "]'"}
}

// labels reports whether all label filters match, and the negated ones do not all match:
// docker takes several "label!=" together as one.
func (f filters) labels(labels map[string]string) bool {
	without := f["label!"]
	return labeled(labels, f["label"]) && (len(without) == 0 || !labeled(labels, without))
}

// labeled reports whether there are all labels of a list.
func labeled(labels map[string]string, wanted []string) bool {
	for _, want := range wanted {
		key, value, valued := strings.Cut(want, "=")
		got, has := labels[key]
		if !has || valued && got != value {
			return false
		}
	}
	return true
}

// references reports whether one of the tags matches the reference filter.
func (f filters) references(tags []string) bool {
	patterns, set := f["reference"]
	if !set {
		return true
	}
	for _, tag := range tags {
		for _, pattern := range patterns {
			if referenceFits(pattern, tag) {
				return true
			}
		}
	}
	return false
}

func referenceFits(pattern, tag string) bool {
	named, err := reference.ParseNormalizedNamed(tag)
	if err != nil {
		return pattern == tag
	}
	fits, err := reference.FamiliarMatch(pattern, named)
	if err == nil && fits {
		return true
	}
	fits, err = path.Match(pattern, reference.FamiliarName(named))
	return err == nil && fits
}

// event reports whether an event is wanted.
func (f filters) event(e event) bool {
	fits := func(name string, values ...string) bool {
		wanted, set := f[name]
		if !set {
			return true
		}
		return slices.ContainsFunc(values, func(v string) bool { return slices.Contains(wanted, v) })
	}
	return fits("type", string(e.Type)) && fits("event", string(e.Action)) &&
		(f["image"] == nil || fits("image", e.Actor.ID, e.Actor.Attributes["name"])) &&
		(f["container"] == nil || fits("container", e.Actor.ID, e.Actor.Attributes["name"]))
}
