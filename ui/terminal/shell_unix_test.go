//go:build unix

package terminal

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	screen "jettison/screenshots/terminal"
)

// runModel makes this test's program run a lendingModel on its terminal.
const runModel = "JETTISON_TEST_RUN_MODEL"

func TestMain(m *testing.M) {
	if os.Getenv(runModel) == "" {
		os.Exit(m.Run())
	}
	if err := Run(context.Background(), &lendingModel{}, Options{}); err != nil {
		fmt.Println("ended with", err)
		os.Exit(1)
	}
}

// lendingModel gives its terminal away: to a shell, to a program that runs until it
// is interrupted, and to one that reads a line.
type lendingModel struct {
	keys, resumed int
	width, height int
	programs      string // how they ended
	background    string
}

type programEndedMsg struct{ err error }

func (m *lendingModel) Init() tea.Cmd { return tea.RequestBackgroundColor }

func (m *lendingModel) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.width, m.height = msg.Width, msg.Height
	case tea.ResumeMsg:
		m.resumed++
	case programEndedMsg:
		m.programs = fmt.Sprint(msg.err)
	case tea.BackgroundColorMsg:
		m.background = "light"
		if msg.IsDark() {
			m.background = "dark"
		}
	case tea.KeyPressMsg:
		switch m.keys++; msg.String() {
		case "ctrl+z":
			return m, tea.Suspend
		case "e":
			return m, runShell("trap 'echo INTERRUPTED; read line; exit 3' INT; echo RUNNING; stty -a; while :; do sleep 0.02; done")
		case "r":
			return m, runShell("echo RUNNING; read line; exit 4")
		case "q":
			return m, tea.Quit
		}
	}
	return m, nil
}

func runShell(script string) tea.Cmd {
	return tea.ExecProcess(exec.Command("sh", "-c", script), func(err error) tea.Msg { return programEndedMsg{err} })
}

// View has a text in each of its corners.
func (m *lendingModel) View() tea.View {
	lines := make([]string, max(m.height, 2))
	lines[0] = fmt.Sprintf("top: pid %d, %d keys, resumed %d, %dx%d, %s", os.Getpid(), m.keys, m.resumed, m.width, m.height, m.background)
	lines[len(lines)-1] = "bottom: program ended with " + m.programs + "."
	view := tea.NewView(strings.Join(lines, "\n"))
	view.MouseMode = tea.MouseModeCellMotion
	return view
}

const patience = 20 * time.Second

// shell is a shell with job control on a terminal, in which the model runs.
type shell struct {
	*screen.Terminal
	t *testing.T
}

func inShell(t *testing.T, script string) shell {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	env := append(os.Environ(), runModel+"=1")
	term, err := screen.Start(t.Context(), 76, 24, env, "sh", "-c", "set -m; modes() { stty -a | tr ' ;' '\\n\\n' | grep -x -e icanon -e echo; }; echo BEFORE; "+script, program)
	if err != nil {
		t.Skip("no pseudo-terminal:", err)
	}
	t.Cleanup(term.Close)
	return shell{term, t}
}

func (s shell) sees(texts ...string) {
	s.t.Helper()
	if err := s.Wait(patience, screen.Has(texts...)); err != nil {
		s.t.Fatalf("waiting for %q: %v", texts, err)
	}
}

func (s shell) types(keys string) {
	s.t.Helper()
	if err := s.Type(keys); err != nil {
		s.t.Fatal(err)
	}
}

// shows checks that nothing is on screen but the model's lines.
func (s shell) shows(texts ...string) {
	s.t.Helper()
	s.sees(texts...)
	lines := strings.Split(strings.TrimRight(s.Text(), "\n"), "\n")
	for i, line := range lines {
		if (i > 0 && i < len(lines)-1 && strings.TrimSpace(line) != "") || strings.Contains(line, "BEFORE") {
			s.t.Errorf("line %d of the screen is left over:\n%s", i, s.Text())
			return
		}
	}
}

// pid is the process of the model, which its first line names.
func (s shell) pid() int {
	s.t.Helper()
	var pid int
	if _, err := fmt.Sscanf(s.Text(), "top: pid %d,", &pid); err != nil {
		s.t.Fatalf("%v in\n%s", err, s.Text())
	}
	return pid
}

// inCookedMode reports whether stty finds the terminal as a shell wants it.
func inCookedMode(screen string) bool {
	modes := strings.Fields(screen)
	return slices.Contains(modes, "icanon") && slices.Contains(modes, "echo") && !strings.Contains(screen, "top:")
}
