package words

import (
	"strconv"

	"jettison/model"
)

// ExitCode returns the exit code of a container's last run; Unknown where there is none.
func ExitCode(c *model.Container) string {
	if c.ExitCode == nil {
		return Unknown
	}
	return strconv.Itoa(*c.ExitCode)
}

// Replaced returns who starts another container in place of one that goes; empty if nobody
// does. A swarm service replaces only tasks that run.
func Replaced(c *model.Container) string {
	service, task := c.SwarmTask()
	switch {
	case !task || !c.State.Running():
		return ""
	case service == "":
		return "its swarm service starts another one in its place"
	}
	return "the swarm service " + service + " starts another one in its place"
}

// Vanishes returns that a container goes by itself once it stops; empty for one that
// stays, or of which that is not known.
func Vanishes(c *model.Container) string {
	if !c.AutoRemove || !c.State.Running() {
		return ""
	}
	return "it goes by itself once it stops (--rm)"
}

// ContainerFacts returns what else is known of a container: how it ended, its compose
// project and where that is, and what becomes of it by itself.
func ContainerFacts(c *model.Container) []string {
	var facts []string
	if c.ExitCode != nil {
		facts = append(facts, "ended with exit code "+ExitCode(c))
	}
	switch project, folder := c.Project(), c.ProjectFolder(); {
	case project != "" && folder != "":
		facts = append(facts, "project "+project+" in "+folder)
	case project != "":
		facts = append(facts, "project "+project)
	case folder != "":
		facts = append(facts, "started from "+folder)
	}
	for _, fact := range []string{Replaced(c), Vanishes(c)} {
		if fact != "" {
			facts = append(facts, fact)
		}
	}
	return facts
}
