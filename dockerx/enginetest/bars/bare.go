package main

import (
	"fmt"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"
)

const partBare = "bare"

// bareModel is a minimal list in Bubble Tea: a screen of rows and a cursor. It is the baseline
// for jettison.
type bareModel struct{ width, height, cursor int }

// playBare runs the bare program.
func playBare(args []string) error {
	fps := 0
	if len(args) > 0 {
		n, err := strconv.Atoi(args[0])
		if err != nil {
			return err
		}
		fps = n
	}
	_, err := tea.NewProgram(bareModel{}, tea.WithFPS(fps)).Run()
	return err
}

// Init returns no command.
func (m bareModel) Init() tea.Cmd { return nil }

// Update moves the cursor.
func (m bareModel) Update(message tea.Msg) (tea.Model, tea.Cmd) {
	switch message := message.(type) {
	case tea.WindowSizeMsg:
		m.width, m.height = message.Width, message.Height
	case tea.KeyPressMsg:
		switch message.String() {
		case "j", "down":
			m.cursor++
		case "q", "ctrl+c":
			return m, tea.Quit
		}
	}
	return m, nil
}

// View draws the rows around the cursor.
func (m bareModel) View() tea.View {
	var screen strings.Builder
	top := max(0, m.cursor-m.height+1)
	for line := range m.height {
		marker := "  "
		if top+line == m.cursor {
			marker = "> "
		}
		if line > 0 {
			screen.WriteByte('\n')
		}
		fmt.Fprintf(&screen, "%steam/service%-6d 1.%d", marker, top+line, line)
	}
	view := tea.NewView(screen.String())
	view.AltScreen = true
	return view
}
