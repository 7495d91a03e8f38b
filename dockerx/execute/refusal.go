package execute

import (
	"net/http"
	"regexp"
	"strings"

	"jettison/dockerx"
	"jettison/dockerx/internal/wire"
	"jettison/model"
)

// refusalRule recognizes a text with which engines refuse.
type refusalRule struct {
	pattern *regexp.Regexp // its first group, if any, is what the refusal names
	refusal func(step *model.Step, named string) *model.Refusal
}

// refusalRules are the texts of Docker 20.10 to 29 with both stores, and of
// Podman 4.3, 5.4 and 5.8.
func refusalRules() []refusalRule {
	return []refusalRule{
		{regexp.MustCompile(`volume is in use - \[([0-9a-f, ]+)\]`), refuseMounted},
		{regexp.MustCompile(`volume .* is being used by the following container\(s\): ([0-9a-f, ]+)`), refuseMounted},
		{regexp.MustCompile(`being used by running container ([0-9a-f]+)`), refuseRunning},
		{regexp.MustCompile(`being used by stopped container ([0-9a-f]+)`), refuseStopped},
		{regexp.MustCompile(`container ([0-9a-f]+) is using its referenced image`), refuseUsed},
		{regexp.MustCompile(`image used by ([0-9a-f]+): image is in use by a container`), refuseUnlisted},
		{regexp.MustCompile(`using image could not be removed: cannot remove container ([0-9a-f]+) as it is (?:running|paused)`), refuseRunning},
		{regexp.MustCompile(`dependent child images`), refuseChildren},
		{regexp.MustCompile(`referenced in (?:multiple|one or more) repositories`), refuseReferences},
		{regexp.MustCompile(`by ID with more than one tag \(\[([^\]]*)\]\)`), refuseNamedReferences},
		{regexp.MustCompile(`by ID with more than one tag`), refuseReferences},
		{regexp.MustCompile(`(?:cannot|can not) remove (?:a )?(?:running|paused) container "?([0-9a-f]+)`), refuseStarted},
		{regexp.MustCompile(`cannot remove container "?/?[^"]*"?: (?:the )?container is (?:running|paused|restarting)`), refuseStarted},
		{regexp.MustCompile(`cannot remove container ([0-9a-f]+) as it is (?:running|paused)`), refuseStarted},
	}
}

// refuse tells what an error means that an engine answered to a step.
func refuse(err error, step *model.Step) *model.Refusal {
	raw := strings.TrimPrefix(model.Clean(err.Error()), "Error response from daemon: ")
	refusal := refusalOf(raw, err, step)
	refusal.Raw, refusal.Code = raw, statusCode(err)
	return refusal
}

func refusalOf(raw string, err error, step *model.Step) *model.Refusal {
	for _, rule := range refusalRules() {
		if match := rule.pattern.FindStringSubmatch(raw); match != nil {
			named := ""
			if len(match) > 1 {
				named = match[1]
			}
			return rule.refusal(step, named)
		}
	}
	return &model.Refusal{Kind: answerKind(err)}
}

// answerKind sorts an error whose text no rule knows.
func answerKind(err error) model.RefusalKind {
	switch code := statusCode(err); {
	case dockerx.IsWithheld(err):
		return model.RefusalReadOnly
	case code >= http.StatusInternalServerError:
		return model.RefusalServer
	case code == http.StatusBadRequest:
		return model.RefusalBadRequest
	case code == http.StatusUnauthorized, code == http.StatusForbidden:
		return model.RefusalForbidden
	case code == http.StatusConflict:
		return model.RefusalConflict
	case code != 0:
		return model.RefusalStatus
	case isMalformed(err):
		return model.RefusalMalformed
	}
	return model.RefusalOther
}

func refuseChildren(*model.Step, string) *model.Refusal {
	return &model.Refusal{
		Kind:     model.RefusalChildren,
		Remedies: []model.Remedy{model.RemedyMarkDescendants, model.RemedyUntag, model.RemedySkip},
	}
}

func refuseReferences(*model.Step, string) *model.Refusal {
	return &model.Refusal{
		Kind:     model.RefusalReferences,
		Remedies: []model.Remedy{model.RemedyMarkReferences, model.RemedySkip},
	}
}

// refuseNamedReferences explains a text that lists the references.
func refuseNamedReferences(step *model.Step, refs string) *model.Refusal {
	refusal := refuseReferences(step, "")
	for ref := range strings.FieldsSeq(refs) {
		refusal.Refs = append(refusal.Refs, wire.Ref(ref))
	}
	return refusal
}
