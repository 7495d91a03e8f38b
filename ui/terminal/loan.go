package terminal

import (
	"errors"
	"os"
	"os/signal"
	"syscall"

	tea "charm.land/bubbletea/v2"
)

// beginLoan gives the terminal to another program, which the caller runs.
func (p *painter) beginLoan() {
	p.lend(true)
	// The terminal sends the signals of its keys to both programs. An interrupt is
	// the other one's alone, as in system(3); a stop is for both.
	signal.Notify(p.interrupts, os.Interrupt, syscall.SIGQUIT)
	p.jobs.lent.Store(true)
	_ = p.device.release() // the other program fares no worse on a terminal that is gone
}

// endLoan takes the terminal back from another program.
func (p *painter) endLoan() tea.Cmd {
	p.lend(false)
	signal.Stop(p.interrupts)
	p.jobs.lent.Store(false)
	return p.takeBack()
}

// suspend stops the process and returns when it goes on.
func (p *painter) suspend() tea.Cmd {
	if !p.jobs.canSuspend() {
		return nil
	}
	if err := p.device.release(); err != nil {
		return tea.Quit // nobody is there to resume it
	}
	p.jobs.stop()
	return tea.Batch(p.takeBack(), func() tea.Msg { return tea.ResumeMsg{} })
}

// takeBack draws everything anew on a terminal that others have used, whose size
// may have changed meanwhile.
func (p *painter) takeBack() tea.Cmd {
	err := p.device.takeBack()
	width, height, sizeErr := p.device.console.GetSize()
	if errors.Join(err, sizeErr) != nil {
		return tea.Quit
	}
	size := tea.WindowSizeMsg{Width: width, Height: height}
	return tea.Batch(p.redraw(), func() tea.Msg { return size })
}
