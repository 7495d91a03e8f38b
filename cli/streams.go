package cli

import (
	"fmt"
	"io"
	"os"

	"github.com/charmbracelet/x/term"
)

// streams are where a command reads and writes.
type streams struct {
	in        io.Reader
	out, errs io.Writer
	// asks is whether a person can be asked: standard input and standard error
	// are terminals.
	asks bool
	// watched is whether standard error is a terminal that progress is drawn on.
	watched bool
}

// processStreams are those of the process.
func processStreams() streams {
	watched := term.IsTerminal(os.Stderr.Fd())
	return streams{
		in: os.Stdin, out: os.Stdout, errs: os.Stderr,
		watched: watched, asks: watched && term.IsTerminal(os.Stdin.Fd()),
	}
}

// note tells a person something on standard error.
func (s *streams) note(format string, args ...any) {
	// Nothing can be done about a standard error that takes no text.
	_, _ = fmt.Fprintf(s.errs, "jettison: "+format+"\n", args...)
}
