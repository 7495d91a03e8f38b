package transfer

import (
	"encoding/json"
	"errors"
	"io"

	"jettison/dockerx"
	"jettison/model"
)

// message is an element of the stream that answers a pull or a load.
type message struct {
	ID       string
	Status   string
	Progress *struct {
		Current int64
		Total   int64
	} `json:"progressDetail"`
	ErrorDetail *struct{ Message string }
	Error       string // the same; Podman sends only this
}

// readMessages reads the messages of a pull or a load to their end and calls told with
// each. An error in a message is returned as a *model.Problem.
func readMessages(from io.Reader, host string, told func(message)) error {
	decoder := json.NewDecoder(from)
	for {
		var m message
		err := decoder.Decode(&m)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return dockerx.ProblemOf(err, host)
		}
		text := m.Error
		if m.ErrorDetail != nil {
			text = m.ErrorDetail.Message
		}
		if text != "" {
			text = model.Clean(text)
			return &model.Problem{Kind: model.ProblemAnswer, Reason: model.ReasonMessage, Host: host, Text: text, Raw: text}
		}
		told(m)
	}
}
