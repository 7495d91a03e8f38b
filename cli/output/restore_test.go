package output

import (
	"io"
	"testing"

	"github.com/charmbracelet/x/exp/golden"

	"jettison/model"
)

// brought is a plan with a step that goes each way, and how these ended.
func brought(tried bool) *Restore {
	r := &Restore{Removal: "20261001-030000-ab12", Plan: &model.RestorePlan{Engine: model.Engine{Name: "test", Store: model.StoreGraph}}, Taken: noon()}
	add := func(way model.RestoreWay, name string, event model.RestoreEvent, change func(*model.RestoreStep)) {
		step := model.RestoreStep{
			Removed: model.Removed{
				Step: len(r.Plan.Steps), Name: name, Refs: []string{name},
				Op: model.Op{Action: model.ActionRemove, Target: model.ImageID("sha256:aabbccddeeff00112233").Target()},
			},
			Way: way, Names: []string{name},
		}
		if change != nil {
			change(&step)
		}
		r.Plan.Steps = append(r.Plan.Steps, step)
		event.Step, event.At = step.Step, noon()
		if !tried {
			event = model.RestoreEvent{}
		}
		r.Events = append(r.Events, event)
	}
	done := model.RestoreEvent{State: model.StepDone, Tagged: []string{"x"}}
	add(model.RestoreTag, "named:1", done, nil)
	add(model.RestoreLoad, "loaded:1", done, func(s *model.RestoreStep) { s.Backup = "nightly" })
	add(model.RestorePull, "pulled:1", model.RestoreEvent{State: model.StepDone, Differs: []model.Difference{{Kind: model.NameMissing, Name: "pulled:2"}}}, nil)
	add(model.RestorePull, "perhaps:1", model.RestoreEvent{State: model.StepFailed, Failure: &model.RestoreFailure{Problem: &model.Problem{Text: "The registry has it no more"}}}, func(s *model.RestoreStep) { s.Unsure = true })
	add(model.RestoreTag, "taken:1", model.RestoreEvent{State: model.StepCanceled}, func(s *model.RestoreStep) { s.Taken = []string{"taken:2"} })
	add(model.RestoreNothing, "there:1", model.RestoreEvent{}, nil)
	add(model.RestoreNothing, "moved:1", model.RestoreEvent{}, func(s *model.RestoreStep) { s.Names, s.Taken = nil, []string{"moved:1"} })
	add(model.RestoreImpossible, "lost:1", model.RestoreEvent{}, func(s *model.RestoreStep) { s.Names = nil })
	add(model.RestoreImpossible, "web", model.RestoreEvent{}, func(s *model.RestoreStep) {
		s.For, s.Target, s.Refs, s.Names = s.Target, model.ContainerID("ccddeeff00112233").Target(), nil, nil
	})
	return r
}

func TestRestore(t *testing.T) {
	t.Parallel()
	planned, tried := brought(false), brought(true)
	for name, write := range map[string]func(io.Writer) error{
		"planned text": planned.WriteText, "planned document": planned.WriteJSON,
		"tried text": tried.WriteText, "tried document": tried.WriteJSON,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			golden.RequireEqual(t, written(t, write))
		})
	}
	if planned.There() != 2 || tried.There() != 5 {
		t.Errorf("nothing is left to do of %d and %d steps, want 2 and 5", planned.There(), tried.There())
	}
	nothing := &Restore{Plan: &model.RestorePlan{}}
	if text := written(t, nothing.WriteText); text != "STATE   WHAT   ID   HOW\n\nNothing to take back.\n" {
		t.Errorf("of nothing: %q", text)
	}
}
