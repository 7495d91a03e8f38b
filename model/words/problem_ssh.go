package words

import (
	"strings"

	"jettison/model"
)

// problemSSH explains why an engine can't be reached over ssh.
func problemSSH(p *model.Problem) Explanation {
	e := Explanation{What: "The ssh connection to " + p.Host + " failed"}
	switch p.Reason {
	case model.ReasonNoSSH:
		return Explanation{"The engine at " + p.Host + " can't be reached", "the ssh program is not installed here", "Install the OpenSSH client."}
	case model.ReasonSSH:
		e.Why, e.Advice = p.Text, "Try it by hand: ssh "+strings.TrimPrefix(p.Host, "ssh://")+" docker version"
	case model.ReasonSSHEngine:
		e.Why, e.Advice = "your user on that host may not use its engine", "Let it join the group docker there."
	case model.ReasonSSHKey:
		e.Why = "the host did not accept your key"
		e.Advice = "Check the user name and that your key is loaded (ssh-add -l); a password can't be asked for here."
	case model.ReasonSSHHostKey:
		e.Why, e.Advice = "the host's key is unknown or has changed", "Connect once with ssh by hand and check the key."
	case model.ReasonSSHHost:
		e.Why, e.Advice = "the host name can't be found", "Check the spelling, and ~/.ssh/config."
	case model.ReasonSSHRefused:
		e.Why, e.Advice = "the host refuses ssh connections", "Check the port, and that an ssh server runs there."
	case model.ReasonSSHTimeout:
		e.Why, e.Advice = "the host did not answer in time", "Check the address and the network."
	case model.ReasonSSHNoRoute:
		e.Why, e.Advice = "the host can't be reached", "Check the address and the network."
	case model.ReasonSSHNoDocker:
		e.Why, e.Advice = "the docker command is not installed on that host", "Install it there, 18.09 or newer."
	case model.ReasonSSHNoEngine:
		e.Why, e.Advice = "no engine runs on that host", "Start it there."
	default:
		return Explanation{}
	}
	return e
}
