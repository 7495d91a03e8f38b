package terminal

import (
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

// takeBack takes the terminal back from others. Its size may have changed
// meanwhile; being told of one, the painter draws everything anew.
func (p *painter) takeBack() tea.Cmd {
	if err := p.device.takeBack(); err != nil {
		return tea.Quit
	}
	width, height := size(p.device.console)
	return func() tea.Msg { return tea.WindowSizeMsg{Width: width, Height: height} }
}
