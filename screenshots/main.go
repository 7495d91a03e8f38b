// Command screenshots makes the pictures of the README: it builds jettison, runs its demo on a
// pseudo-terminal, presses keys and draws the frames with freeze.
//
//	go run ./screenshots [folder]
package main

import (
	"bytes"
	"context"
	"fmt"
	"image/color"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"jettison/screenshots/terminal"
)

// freeze draws text with ANSI sequences as a picture.
const freeze = "github.com/charmbracelet/freeze@v0.2.2"

const patience = 30 * time.Second

// move types keys and waits for the expected texts, then until the screen is at rest or, if
// pause is set, for that long.
type move struct {
	keys  string
	wait  []string
	pause time.Duration
}

// picture is one scene of the demo.
type picture struct {
	name          string
	light         bool
	width, height int
	moves         []move
}

func pictures() []picture {
	loaded := move{wait: []string{"live", "layers", "GB unused"}}
	keys := func(keys string, wait ...string) move { return move{keys: keys, wait: wait} }
	return []picture{
		{name: "images", width: 120, height: 34, moves: []move{
			loaded, keys("/unused size>300MB\r", "/ unused size>300MB"), keys("aggjj", "marked"), keys("ji", "Platform"),
		}},
		{name: "plan", width: 120, height: 30, moves: []move{
			loaded, keys("/repo:*api or repo:*worker\r", "/ repo"), keys("a", "marked"), keys("d", "Plan"),
		}},
		{name: "removal", width: 120, height: 30, moves: []move{
			loaded, keys("/unused size>50MB\r", "/ unused size>50MB"), keys("a", "marked"), keys("d", "Plan"),
			{keys: "\rJ", wait: []string{"Removal", "under way"}, pause: 3 * time.Second},
		}},
		{name: "disk", width: 120, height: 30, light: true, moves: []move{loaded, keys("3", "reclaimable")}},
		{name: "trends", width: 120, height: 34, moves: []move{loaded, keys("4l", "[quarter]", "REPOSITORY")}},
		{name: "treemap", width: 120, height: 34, moves: []move{loaded, keys("3t", "treemap"), keys("l l", "marked")}},
	}
}

func main() {
	folder := "screenshots"
	if len(os.Args) > 1 {
		folder = os.Args[1]
	}
	if err := run(context.Background(), folder); err != nil {
		fmt.Fprintln(os.Stderr, "screenshots:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, folder string) error {
	work, err := os.MkdirTemp("", "screenshots")
	if err != nil {
		return fmt.Errorf("make a folder: %w", err)
	}
	defer func() { _ = os.RemoveAll(work) }() // left in the system's temporary folder
	program := filepath.Join(work, "jettison")
	if err := command(ctx, nil, "go", "build", "-o", program, "."); err != nil {
		return err
	}
	for _, p := range pictures() {
		if err := take(ctx, program, folder, p); err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
	}
	return nil
}

// take plays one scene and draws its last frame.
func take(ctx context.Context, program, folder string, p picture) error {
	theme, foreground, background := "dark", color.RGBA{0xd8, 0xde, 0xe4, 0xff}, color.RGBA{0x12, 0x18, 0x1c, 0xff}
	if p.light {
		theme, foreground, background = "light", color.RGBA{0x24, 0x2c, 0x33, 0xff}, color.RGBA{0xfa, 0xfb, 0xfc, 0xff}
	}
	t, err := terminal.Start(ctx, p.width, p.height, os.Environ(), program,
		"--demo", "--seed", "1", "--theme", theme, "--config", os.DevNull)
	if err != nil {
		return err
	}
	defer t.Close()
	for _, m := range p.moves {
		if m.keys != "" {
			if err := t.Type(m.keys); err != nil {
				return err
			}
		}
		if err := t.Wait(patience, terminal.Has(m.wait...)); err != nil {
			return err
		}
		if m.pause > 0 {
			time.Sleep(m.pause)
		} else if err := t.Quiet(300*time.Millisecond, patience); err != nil {
			return err
		}
	}
	frame := t.Painted(foreground, background)
	out := filepath.Join(folder, p.name+".svg")
	return command(ctx, []byte(frame), "go", "run", freeze, "--language", "ansi", "--output", out,
		"--background", fmt.Sprintf("#%02x%02x%02x", background.R, background.G, background.B),
		"--padding", "14", "--border.radius", "8", "--font.size", "13", "--line-height", "1.25")
}

// command runs a program; input, if any, is its standard input.
func command(ctx context.Context, input []byte, name string, args ...string) error {
	c := exec.CommandContext(ctx, name, args...)
	if input != nil {
		c.Stdin = bytes.NewReader(input)
	}
	if text, err := c.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w\n%s", name, err, text)
	}
	return nil
}
