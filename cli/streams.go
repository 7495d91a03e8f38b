package cli

import (
	"fmt"
	"io"
	"os"

	"github.com/charmbracelet/x/term"

	"jettison/cli/process"
)

// streams are the inputs and outputs of a command.
type streams struct {
	in        io.Reader
	out, errs io.Writer
	// asks reports whether the user can be asked: standard input and standard error are
	// terminals.
	asks bool
	// watched reports whether progress can be drawn on standard error, which must be a
	// terminal.
	watched bool
	// colors reports whether standard error shows colors.
	colors bool
}

// processStreams returns the streams of the process.
func processStreams() streams {
	watched := term.IsTerminal(os.Stderr.Fd())
	return streams{
		in: os.Stdin, out: os.Stdout, errs: os.Stderr,
		watched: watched, asks: watched && term.IsTerminal(os.Stdin.Fd()),
		colors: watched && !process.NoColor() && os.Getenv("TERM") != "dumb",
	}
}

// note writes a note to standard error.
func (s *streams) note(format string, args ...any) {
	// A failed write to standard error can't be reported anywhere.
	_, _ = fmt.Fprintf(s.errs, "jettison: "+format+"\n", args...)
}
