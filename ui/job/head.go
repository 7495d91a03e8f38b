package job

import (
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"

	"jettison/keymap"
	"jettison/model"
	"jettison/model/size"
	"jettison/model/words"
	"jettison/ui/theme"
)

// headLines is the height of the head, with its rule.
const headLines = 5

// report compares what was predicted with what came back.
type report struct {
	model.ReclaimReport
	known bool
	set   bool
}

// SetReport sets what the ended removal was predicted to give back and what came back.
// known is false until that was measured.
func (p *Pane) SetReport(b model.ReclaimReport, known bool) {
	p.report = report{b, known, true}
}

// head draws the progress of the removal on headLines lines.
func (p *Pane) head() []string {
	lines := []string{p.titleLine(), p.countLine()}
	if p.progress.Saving() {
		lines[1] = p.backupLine()
	}
	if problem := p.problemLine(); problem != "" {
		lines = append(lines, problem)
	} else {
		lines = append(lines, p.predictedLine())
	}
	return append(lines, p.freedLine(), p.rule())
}

func (p *Pane) rule() string {
	return p.styles.Faint.Render(strings.Repeat(p.styles.Glyphs.Line, max(0, p.width)))
}

// titleLine shows the state, the bar and the time left.
func (p *Pane) titleLine() string {
	s := p.styles
	left := " " + s.Title.Render("Removal") + "  " + p.stateWords()
	right := p.timeWords()
	fraction := p.progress.Fraction()
	if p.progress.Saving() {
		fraction = p.progress.Backup.Fraction()
	}
	bar := p.width - theme.Width(left) - theme.Width(right) - 12
	if bar >= 6 {
		percent := fmt.Sprintf("%3d%%", int(100*fraction))
		left += "  " + s.Bar(min(bar, 40), fraction, p.barStyle()) + " " + s.Strong.Render(percent)
	}
	return p.sides(left, s.Dim.Render(right))
}

func (p *Pane) barStyle() theme.Style {
	switch {
	case p.progress.State == model.JobPaused:
		return p.styles.Warn
	case p.progress.State == model.JobEnded && p.progress.Problems() == 0:
		return p.styles.Good
	}
	return p.styles.Accent
}

// stateWords returns the job's state with its glyph.
func (p *Pane) stateWords() string {
	s, g := p.styles, p.progress
	switch {
	case g.State == model.JobPaused:
		return s.Warn.Render(s.Glyphs.Paused + " paused")
	case p.progress.Saving():
		sign, style := p.sign(model.StepRunning)
		return style.Render(sign + " backing up")
	case g.State != model.JobEnded:
		sign, style := p.sign(model.StepRunning)
		return style.Render(sign + " running")
	case g.Problem != nil:
		return s.Bad.Render(s.Glyphs.Failed + " ended early")
	case g.Canceled > 0:
		return s.Warn.Render(s.Glyphs.None + " cancelled")
	case g.Problems() > 0:
		return s.Warn.Render(s.Glyphs.Warning + " ended, not all done")
	}
	return s.Good.Render(s.Glyphs.Done + " all done")
}

func (p *Pane) timeWords() string {
	g := p.progress
	elapsed := span(g.Elapsed(p.now))
	if g.State == model.JobEnded {
		return "took " + elapsed + " "
	}
	if g.Stalled() {
		return "waits for " + words.Plural(g.Stopping, "container") + " to stop, " + elapsed + " "
	}
	if left, ok := g.TimeLeft(p.now); ok {
		return "about " + span(left) + " left "
	}
	return "since " + elapsed + " "
}

// span formats a duration: to the second below an hour, to the minute above.
func span(d time.Duration) string {
	d = d.Round(time.Second)
	switch {
	case d < time.Second:
		return "less than 1s"
	case d < time.Minute:
		return fmt.Sprintf("%ds", d/time.Second)
	case d < time.Hour:
		return fmt.Sprintf("%dm %02ds", d/time.Minute, d%time.Minute/time.Second)
	}
	return fmt.Sprintf("%dh %02dm", d/time.Hour, d%time.Hour/time.Minute)
}

// countLine counts the steps in each state. Only done and left are shown when they are
// 0.
func (p *Pane) countLine() string {
	s, g := p.styles, p.progress
	var parts []string
	for _, c := range []struct {
		n     int
		state model.StepState
		keep  bool
	}{
		{g.Done, model.StepDone, true},
		{g.Partly, model.StepPartly, false},
		{g.Failed, model.StepFailed, false},
		{g.Skipped, model.StepSkipped, false},
		{g.Canceled, model.StepCanceled, false},
		{g.Unknown, model.StepUnknown, false},
		{g.Running, model.StepRunning, false},
	} {
		if c.n > 0 || c.keep {
			sign, style := p.sign(c.state)
			parts = append(parts, style.Render(sign)+" "+words.Count(c.n)+" "+words.StepState(c.state))
		}
	}
	left := " " + strings.Join(parts, "  ")
	right := words.Count(g.Left()) + " of " + words.Count(g.Total) + " left "
	if g.State == model.JobEnded {
		right = "of " + words.Plural(g.Total, "step") + " "
		if b := g.Backup; b != nil && b.Ended {
			right = words.BackedUp(b) + ", " + right
		}
		if text := p.takeBackWords(); text != "" {
			return p.sides(left, s.Dim.Render(right+s.Glyphs.Dot+" ")+s.Accent.Render(text+" "))
		}
	}
	return p.sides(left, s.Dim.Render(right))
}

// takeBackWords offers to take the removal back; empty when no step can be.
func (p *Pane) takeBackWords() string {
	what := "it"
	switch p.takeBack.Steps {
	case 0:
		return ""
	case p.progress.Total:
	default:
		what = words.Count(p.takeBack.Steps)
	}
	return p.keys.Offer(keymap.InJob, keymap.Recovery, words.TakesBack(what, p.takeBack.Unsure))
}

// problemLine explains why the job pauses or ended early; empty when it did neither.
func (p *Pane) problemLine() string {
	s, g := p.styles, p.progress
	switch {
	case g.State == model.JobPaused:
		text := "The engine does not answer"
		if g.Problem != nil {
			text = words.ProblemLine(g.Problem)
		}
		again := "trying again"
		if wait := g.RetryAt.Sub(p.now); wait > 0 {
			again += " in " + span(wait)
		}
		return p.sides(" "+s.Warn.Render(s.Glyphs.Warning+" "+s.Cut(text, p.width-len(again)-6)), s.Dim.Render(again+" "))
	case g.State == model.JobEnded && g.Problem != nil:
		return " " + s.Bad.Render(s.Glyphs.Failed+" "+s.Cut(words.ProblemLine(g.Problem), p.width-4))
	}
	return ""
}

const labelWidth = 10

func (p *Pane) predicted() size.Range {
	if p.report.set {
		return p.report.Predicted
	}
	return p.progress.Plan.Reclaim
}

// noBar as a size leaves out the bar.
const noBar = -1

// predictedLine and freedLine stand one below the other for comparison.
func (p *Pane) predictedLine() string {
	b, planned := p.predicted(), p.progress.Plan.Reclaim
	note := ""
	if words.Bytes(b) != words.Bytes(planned) {
		note = "of what was done; the plan said " + words.Bytes(planned)
	}
	return p.measureLine("predicted", words.Bytes(b), noBar, p.styles.Dim, note)
}

func (p *Pane) freedLine() string {
	s, g := p.styles, p.progress
	switch {
	case g.State != model.JobEnded && !g.FreedListed():
		return p.measureLine("so far", words.Bytes(g.Freed), float64(g.Freed.Max), s.Accent, p.rateWords())
	case g.State != model.JobEnded:
		return p.measureLine("freed", words.Bytes(g.Freed), float64(g.Freed.Max), s.Accent, p.rateWords())
	case !p.report.known:
		return p.measureLine("came back", "measuring"+s.Glyphs.Ellipsis, noBar, s.Accent, "")
	}
	back, known := p.report.CameBack()
	if !known {
		return p.measureLine("came back", "unknown", noBar, s.Accent, p.verdict())
	}
	size := float64(back.Max)
	if words.Size(p.report.Predicted.Min) != words.Size(p.report.Predicted.Max) {
		size = noBar // anything within a predicted range is as predicted
	}
	return p.measureLine("came back", words.Bytes(back), size, s.Good, p.verdict())
}

// verdict says how the bytes compare with the prediction, and what the engine listed if
// that differs.
func (p *Pane) verdict() string {
	b := &p.report
	text := words.Reclaim(&b.ReclaimReport)
	if back, known := b.CameBack(); known && b.Lists && words.Bytes(b.Listed) != words.Bytes(back) {
		text += "; it listed layers of " + words.Bytes(b.Listed)
	}
	return text
}

func (p *Pane) rateWords() string {
	steps, bytes := p.progress.Rate(p.now)
	var parts []string
	if bytes >= 1 {
		parts = append(parts, words.Size(int64(bytes))+"/s")
	}
	switch {
	case steps >= 10:
		parts = append(parts, fmt.Sprintf("%.0f steps/s", steps))
	case steps >= 0.05:
		parts = append(parts, fmt.Sprintf("%.1f steps/s", steps))
	}
	return strings.Join(parts, " "+p.styles.Glyphs.Dot+" ")
}

// measureLine shows a number of bytes with its label and, unless size is noBar, a bar
// of its share of the prediction.
func (p *Pane) measureLine(label, value string, size float64, fill theme.Style, note string) string {
	s := p.styles
	line := " " + s.Dim.Render(s.Fit(label, labelWidth)) + " " + s.Strong.Render(s.FitRight(value, p.valueWidth()))
	const usualNote = 24
	bar := p.width - theme.Width(line) - 2 - max(usualNote, theme.Width(note)+2)
	if bar >= 6 && size >= 0 {
		scale := math.Max(float64(p.predicted().Max), size)
		share := 0.0
		if scale > 0 {
			share = size / scale
		}
		line += "  " + s.Bar(min(bar, 40), share, fill)
	}
	return p.sides(line, s.Dim.Render(note+" "))
}

// valueWidth aligns the numbers of both lines.
func (p *Pane) valueWidth() int {
	width := 10
	for _, b := range []size.Range{p.predicted(), p.progress.Freed} {
		width = max(width, theme.Width(words.Bytes(b)))
	}
	return width
}

// sides puts text at both ends of a line. Without room, the right side is left out.
func (p *Pane) sides(left, right string) string {
	gap := p.width - theme.Width(left) - theme.Width(right)
	if gap < 1 || theme.Width(right) < 2 {
		return ansi.Truncate(left, p.width, p.styles.Glyphs.Ellipsis)
	}
	return left + theme.Spaces(gap) + right
}
