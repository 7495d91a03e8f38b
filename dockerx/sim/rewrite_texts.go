package sim

import (
	"bytes"
	"encoding/json"
	"net/http"
)

// textRewriter is a writer of JSON answers that rewrites their strings.
type textRewriter struct {
	http.ResponseWriter
	change func(field, text string) string
}

// Unwrap is for http.ResponseController.
func (w textRewriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// WriteHeader leaves out the length, which changes.
func (w textRewriter) WriteHeader(status int) {
	w.Header().Del("Content-Length")
	w.ResponseWriter.WriteHeader(status)
}

// Write writes data, which must be a whole document.
func (w textRewriter) Write(data []byte) (int, error) {
	var document any
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	if decoder.Decode(&document) != nil {
		return w.ResponseWriter.Write(data)
	}
	changed, err := json.Marshal(w.within("", document))
	if err != nil {
		return 0, err
	}
	if _, err := w.ResponseWriter.Write(append(changed, '\n')); err != nil {
		return 0, err
	}
	return len(data), nil
}

// within rewrites the strings of a value in a field. The names of labels are strings too.
func (w textRewriter) within(field string, value any) any {
	switch value := value.(type) {
	case string:
		return w.change(field, value)
	case []any:
		for i := range value {
			value[i] = w.within(field, value[i])
		}
	case map[string]any:
		if field == "Labels" {
			labels := map[string]any{}
			for name, text := range value {
				labels[w.change(field, name)] = w.within(field, text)
			}
			return labels
		}
		for name := range value {
			value[name] = w.within(name, value[name])
		}
	}
	return value
}
