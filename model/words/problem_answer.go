package words

import (
	"fmt"

	"jettison/model"
)

// problemAnswer explains what an engine answered.
func problemAnswer(p *model.Problem) Explanation {
	switch p.Reason {
	case model.ReasonTooNew:
		return Explanation{"The engine at " + p.Host + " is too new for this jettison", p.Text, "Get a newer jettison."}
	case model.ReasonTooOld:
		return Explanation{
			"The engine at " + p.Host + " is too old",
			"it speaks Engine API " + p.Name + ", and jettison needs " + p.Text + " (Docker 19.03) or newer", "Update the engine.",
		}
	case model.ReasonForbidden:
		return Explanation{
			"The engine at " + p.Host + " does not allow this request", p.Text,
			"Ask who runs the engine, or the proxy in front of it, to allow it.",
		}
	case model.ReasonServerError:
		return Explanation{
			fmt.Sprintf("The engine reported an internal error (%d)", p.Code), p.Text,
			"Try again; if it stays, the engine's own log says more.",
		}
	case model.ReasonStatus:
		return Explanation{What: fmt.Sprintf("The engine refused the request (%d)", p.Code), Why: p.Text}
	case model.ReasonPlatformMissing:
		return Explanation{
			"The engine can't save the image", "it has a platform of it, and not the one that this version of Docker prefers",
			"Pull that platform too, or remove the image without a backup; Docker 29 saves such images.",
		}
	case model.ReasonImageGone:
		return Explanation{What: "The image " + p.Name + " is gone", Why: "it was removed meanwhile"}
	case model.ReasonMessage:
		return Explanation{What: "The engine could not do it", Why: p.Text}
	default:
	}
	return Explanation{}
}

// problemStranger explains an answer that is not one of an engine.
func problemStranger(p *model.Problem) Explanation {
	const address = "Check the address and the port."
	switch p.Reason {
	case model.ReasonCutOff:
		return Explanation{"The engine's answer broke off in the middle", "the connection was closed, or the engine stopped", "Try again."}
	case model.ReasonMalformed:
		return Explanation{
			"The engine's answer makes no sense", "it is not the JSON that the Engine API promises",
			"Check that " + p.Host + " is a Docker engine and that no proxy changes its answers.",
		}
	case model.ReasonNotHTTP:
		return Explanation{"What answers at " + p.Host + " does not speak HTTP", "", address}
	case model.ReasonNoAPIVersion:
		return Explanation{"What answers at " + p.Host + " is not a Docker engine", "it does not say which Engine API it speaks", address}
	case model.ReasonNotEngine:
		return Explanation{"What answers at " + p.Host + " is no container engine", "it does not know the Engine API's /_ping", address}
	default:
	}
	return Explanation{}
}

// problemRegistry explains what a registry or its credentials lack.
func problemRegistry(p *model.Problem) Explanation {
	login := "If it asks for a login: docker login " + p.Name
	switch p.Reason {
	case model.ReasonManifestUnknown:
		return Explanation{What: "The registry " + p.Name + " does not have it any more", Why: "it knows no " + p.Ref}
	case model.ReasonPull:
		return Explanation{"It can't be pulled from " + p.Name, p.Text, login}
	case model.ReasonRegistry:
		return Explanation{p.Name + " does not answer", p.Text, login}
	case model.ReasonCredentials:
		return Explanation{
			"The credentials for " + p.Name + " can't be had", p.Text,
			"See what docker's credential helper says, or log in anew with: docker login " + p.Name,
		}
	default:
	}
	return Explanation{}
}
