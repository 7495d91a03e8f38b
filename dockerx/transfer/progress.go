package transfer

import "jettison/model"

// pulledLayer is the progress of one layer.
type pulledLayer struct {
	done, total int64
	complete    bool
}

// pullProgress adds up the layers of a pull.
type pullProgress struct{ layers map[string]*pulledLayer }

// take adds a message, and returns the progress if the message is about a layer.
func (p *pullProgress) take(m message) (model.RestoreEvent, bool) {
	const whole = 12 // the length of a layer's short ID; other messages have the tag
	if len(m.ID) != whole {
		return model.RestoreEvent{}, false
	}
	layer := p.layers[m.ID]
	if layer == nil {
		layer = &pulledLayer{}
		p.layers[m.ID] = layer
	}
	switch m.Status {
	case "Downloading":
		if m.Progress != nil {
			layer.done, layer.total = max(0, m.Progress.Current), max(0, m.Progress.Total)
		}
	case "Download complete", "Verifying Checksum", "Extracting":
		layer.done = layer.total
	case "Pull complete", "Already exists":
		layer.done, layer.complete = layer.total, true
	}
	event := model.RestoreEvent{State: model.StepRunning, Doing: model.RestorePulling, Layers: len(p.layers)}
	for _, l := range p.layers {
		event.Done += l.done
		event.Total += l.total
		if l.complete {
			event.LayersDone++
		}
	}
	return event, true
}

// pacedBytes is how many bytes lie between two reports of progress.
const pacedBytes = 4 << 20

// pace decides which reports of progress to leave out.
type pace struct{ last, least int64 }

func (p *pace) due(done int64) bool {
	if done-p.last < p.least {
		return false
	}
	p.last = done
	return true
}
