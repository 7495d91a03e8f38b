package execute

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"

	"jettison/dockerx"
	"jettison/model"
)

// refusalRule recognizes and explains a text with which engines refuse.
type refusalRule struct {
	pattern *regexp.Regexp // its first group, if any, is a container's ID
	explain func(step *model.Step, container string) *model.Refusal
}

// refusalRules are the texts of Docker 20.10 to 29 with both stores, and of
// Podman 4.3 and 5.4.
func refusalRules() []refusalRule {
	return []refusalRule{
		{regexp.MustCompile(`being used by running container ([0-9a-f]+)`), refuseRunning},
		{regexp.MustCompile(`being used by stopped container ([0-9a-f]+)`), refuseStopped},
		{regexp.MustCompile(`container ([0-9a-f]+) is using its referenced image`), refuseUsed},
		{regexp.MustCompile(`image used by ([0-9a-f]+): image is in use by a container`), refuseUsed},
		{regexp.MustCompile(`dependent child images`), refuseChildren},
		{regexp.MustCompile(`referenced in (?:multiple|one or more) repositories`), refuseReferences},
		{regexp.MustCompile(`by ID with more than one tag`), refuseReferences},
		{regexp.MustCompile(`(?:cannot|can not) remove (?:a )?(?:running|paused) container "?([0-9a-f]+)`), refuseStarted},
		{regexp.MustCompile(`cannot remove container "?/?[^"]*"?: (?:the )?container is (?:running|paused|restarting)`), refuseStarted},
		{regexp.MustCompile(`cannot remove container ([0-9a-f]+) as it is (?:running|paused)`), refuseStarted},
	}
}

// refuse explains an error that an engine answered to a step.
func refuse(err error, step *model.Step) *model.Refusal {
	raw := strings.TrimPrefix(model.Clean(err.Error()), "Error response from daemon: ")
	refusal := explainRefusal(raw, err, step)
	refusal.Raw, refusal.Code = raw, statusCode(err)
	return refusal
}

func explainRefusal(raw string, err error, step *model.Step) *model.Refusal {
	for _, rule := range refusalRules() {
		if match := rule.pattern.FindStringSubmatch(raw); match != nil {
			container := ""
			if len(match) > 1 {
				container = model.ContainerID(match[1]).Short()
			}
			return rule.explain(step, container)
		}
	}
	switch code := statusCode(err); {
	case dockerx.IsWithheld(err):
		return &model.Refusal{Text: "The engine was not asked: jettison is read-only.", Advice: "Start it without read-only."}
	case code >= http.StatusInternalServerError:
		return &model.Refusal{
			Kind:   model.RefusalServer,
			Text:   fmt.Sprintf("The engine failed with an internal error (%d).", code),
			Advice: "Try again; if it stays, the engine's own log says more.",
		}
	case code == http.StatusBadRequest:
		return &model.Refusal{
			Text:   "The engine did not understand the request.",
			Advice: "Its own words say what it stumbled over.",
		}
	case code == http.StatusUnauthorized, code == http.StatusForbidden:
		return &model.Refusal{
			Text:   "You are not allowed to do this on the engine.",
			Advice: "Ask who runs the engine, or its authorization plugin, to allow it.",
		}
	case code == http.StatusConflict:
		return &model.Refusal{
			Text:   "The engine refused because something else needs it.",
			Advice: "Its own words say what.",
		}
	case code != 0:
		return &model.Refusal{Text: fmt.Sprintf("The engine refused (%d).", code), Advice: "Its own words say why."}
	case isMalformed(err):
		return &model.Refusal{
			Kind:   model.RefusalServer,
			Text:   "The engine's answer makes no sense.",
			Advice: "Check that no proxy changes the engine's answers.",
		}
	}
	return &model.Refusal{Text: "It could not be done.", Advice: "The raw text says why."}
}
