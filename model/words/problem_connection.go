package words

import (
	"runtime"
	"strings"

	"jettison/model"
)

// problemConnection explains that no engine is there, or may not be used.
func problemConnection(p *model.Problem) Explanation {
	switch p.Reason {
	case model.ReasonNoSocket:
		return notRunning(p, "there is no such socket")
	case model.ReasonDeadSocket:
		return notRunning(p, "the socket is there, but no engine listens on it any more")
	case model.ReasonPortRefused:
		return notRunning(p, "the host refuses connections to that port")
	case model.ReasonNotConnected:
		return notRunning(p, "the connection could not be made")
	case model.ReasonLost:
		return Explanation{
			"The connection to the engine at " + p.Host + " was lost", "the engine closed it: it stopped or was restarted",
			"Check that the engine still runs.",
		}
	case model.ReasonSocketForbidden:
		return Explanation{"You are not allowed to use the engine at " + p.Host, "your user may not open its socket", socketAdvice(p.Host)}
	default:
	}
	return Explanation{}
}

func notRunning(p *model.Problem, why string) Explanation {
	const other = ", or name another engine with --host or --context."
	advice := "Start it (for example with: sudo systemctl start docker)"
	switch {
	case strings.HasPrefix(p.Host, "tcp://"):
		advice = "Check the address and the port, and that the engine listens there"
	case runtime.GOOS != "linux":
		advice = "Start Docker Desktop (or whatever runs your engine)"
	}
	return Explanation{"No engine is running at " + p.Host, why, advice + other}
}

func socketAdvice(host string) string {
	switch {
	case strings.Contains(host, "podman"):
		return "Use your own Podman service (systemctl --user start podman.socket), or run jettison with sudo."
	case runtime.GOOS == "windows":
		return "Join the group docker-users and log in again, or run jettison as administrator."
	}
	return "Join the group that owns the socket (sudo usermod -aG docker $USER, then log in again), run jettison with sudo, or use a rootless engine."
}

// problemNetwork explains why an engine can't be reached or asked.
func problemNetwork(p *model.Problem) Explanation {
	switch p.Reason {
	case model.ReasonUnknownHost:
		return Explanation{
			"The host name in " + p.Host + " can't be found", "no address is known for " + p.Name,
			"Check the spelling, the network and the name server.",
		}
	case model.ReasonNoRoute:
		return Explanation{
			"The host of " + p.Host + " can't be reached", "there is no way to it through the network",
			"Check the address and the network.",
		}
	case model.ReasonUnsupportedAddress:
		return Explanation{
			"Addresses like " + p.Host + " don't work on this system", "", "Use unix://, tcp:// or ssh:// (npipe:// is for Windows).",
		}
	case model.ReasonTimeout:
		return Explanation{
			"The engine at " + p.Host + " did not answer in time", "it is not reachable, or too busy",
			"Check the address, or try again when the engine has less to do.",
		}
	case model.ReasonCanceled:
		return Explanation{What: "Cancelled"}
	case model.ReasonReadOnly:
		return Explanation{"The engine was not asked", "jettison is read-only", "Start it without read-only."}
	case model.ReasonExchange:
		return Explanation{What: "Talking to the engine at " + p.Host + " failed", Why: p.Text}
	default:
	}
	return Explanation{}
}

// problemAddress explains what is wrong with what names the engine.
func problemAddress(p *model.Problem) Explanation {
	const write = "Write unix:///path/to/docker.sock, tcp://host:2376 or ssh://user@host."
	const choose = "docker context ls lists the contexts; choose one with --context, or give an address with --host."
	switch p.Reason {
	case model.ReasonBadAddress:
		return Explanation{What: "The address " + p.Host + " can't be understood", Advice: write}
	case model.ReasonPasswordInAddress:
		return Explanation{
			"The address " + p.Host + " can't be understood", "it has credentials in it, and engines take none there", write,
		}
	case model.ReasonHostAndContext:
		return Explanation{"Both a host and a context were given", "each of them names an engine", "Use either --host or --context."}
	case model.ReasonBrokenConfig:
		return Explanation{
			"Docker's configuration can't be read", "it may name the engine to use, and another one must not be cleaned by mistake",
			"Repair it, or name the engine with --host.",
		}
	case model.ReasonBadContext:
		return Explanation{"The docker context " + p.Name + " can't be used", p.Text, choose}
	case model.ReasonNoContext:
		return Explanation{What: "There is no docker context named " + p.Name, Advice: choose}
	default:
	}
	return Explanation{}
}
