package uitest

import (
	"context"
	"fmt"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"jettison/keymap"
)

// modelPatience is how long a model may take to show something.
const modelPatience = 20 * time.Second

// Model is a Bubble Tea model that runs without a terminal: its commands run, and their
// messages come back when somebody waits. It is a Program. Its methods belong to one
// goroutine.
type Model struct {
	model    tea.Model
	done     <-chan struct{} // ends the commands that nobody waits for
	messages chan tea.Msg
	updates  int
	quit     bool
}

// Start starts a model on a screen of the given size. Its commands end with ctx.
func Start(ctx context.Context, model tea.Model, width, height int) *Model {
	m := &Model{model: model, done: ctx.Done(), messages: make(chan tea.Msg, 64)}
	m.run(model.Init())
	m.Send(tea.WindowSizeMsg{Width: width, Height: height})
	return m
}

func (m *Model) run(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	go func() {
		switch msg := cmd().(type) {
		case nil:
		case tea.BatchMsg:
			for _, inner := range msg {
				m.run(inner)
			}
		default:
			select {
			case m.messages <- msg:
			case <-m.done:
			}
		}
	}()
}

// Send hands a message to the model and runs its command.
func (m *Model) Send(msg tea.Msg) { m.run(m.Update(msg)) }

// Update hands a message to the model and returns its command, which does not run.
func (m *Model) Update(msg tea.Msg) (cmd tea.Cmd) {
	m.updates++
	if _, quits := msg.(tea.QuitMsg); quits {
		m.quit = true
	}
	m.model, cmd = m.model.Update(msg)
	return cmd
}

// Updates counts the messages that the model got.
func (m *Model) Updates() int { return m.updates }

// View is what the model shows.
func (m *Model) View() tea.View { return m.model.View() }

// Text is what the model shows, without colors.
func (m *Model) Text() string { return ansi.Strip(m.View().Content) }

// Press presses a key.
func (m *Model) Press(key string) error {
	message, err := keyMessage(key)
	if err != nil {
		return err
	}
	m.Send(message)
	return nil
}

// Click clicks on a cell.
func (m *Model) Click(x, y int) error {
	m.Send(tea.MouseClickMsg{X: x, Y: y, Button: tea.MouseLeft})
	m.Send(tea.MouseReleaseMsg{X: x, Y: y, Button: tea.MouseLeft})
	return nil
}

// Resize changes the size of the screen.
func (m *Model) Resize(width, height int) error {
	m.Send(tea.WindowSizeMsg{Width: width, Height: height})
	return nil
}

// Wait takes messages in until seen holds for the screen.
func (m *Model) Wait(patience time.Duration, seen func(screen string) bool) error {
	return m.takeUntil(patience, func() bool { return seen(m.Text()) })
}

// Ended takes messages in until the model quits.
func (m *Model) Ended(patience time.Duration) (code int, err error) {
	return 0, m.takeUntil(patience, func() bool { return m.quit })
}

func (m *Model) takeUntil(patience time.Duration, holds func() bool) error {
	deadline := time.After(patience)
	for !holds() {
		select {
		case msg := <-m.messages:
			m.Send(msg)
		case <-deadline:
			return fmt.Errorf("it did not come within %s; the screen:\n%s", patience, m.Text())
		}
	}
	return nil
}

// ModelScreen is the screen of a model.
type ModelScreen struct {
	*Screen
	Model *Model
}

// Open starts a model for a test, with the keys that it knows; nil for the default ones.
func Open(t testing.TB, model tea.Model, keys *keymap.Map, width, height int) *ModelScreen {
	t.Helper()
	m := Start(t.Context(), model, width, height)
	return &ModelScreen{New(t, m, keys, modelPatience), m}
}

// Next takes in one message.
func (s *ModelScreen) Next() {
	s.t.Helper()
	before := s.Model.updates
	s.Await("a message", func(string) bool { return s.Model.updates > before })
}

// Message is the key of an action as the model gets it.
func (s *ModelScreen) Message(action keymap.Action) tea.KeyPressMsg {
	s.t.Helper()
	message, err := keyMessage(s.Key(action))
	if err != nil {
		s.t.Fatal(err)
	}
	return message
}
