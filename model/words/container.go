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
