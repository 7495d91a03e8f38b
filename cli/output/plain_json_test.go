package output

import (
	"encoding/json"
	"io"
	"testing"
	"unicode"
)

// A document has no character that a terminal obeys or that nobody sees, and comes back
// as it was.
func TestPlainJSON(t *testing.T) {
	t.Parallel()
	const name = "a\x1b[31m\u009b\u200b\u202e\U000e0041<é✓\x00\x7f"
	text := written(t, func(w io.Writer) error { return WriteJSON(w, map[string]string{"name": name}) })
	for _, r := range text {
		if r != '\n' && (unicode.IsControl(r) || unicode.Is(unicode.Cf, r)) {
			t.Errorf("it has %U: %q", r, text)
		}
	}
	var back map[string]string
	if err := json.Unmarshal([]byte(text), &back); err != nil || back["name"] != name {
		t.Errorf("%v: it comes back as %q", err, back["name"])
	}
	if want := "{\n  \"name\": \"a\\u001b[31m\\u009b\\u200b\\u202e\\udb40\\udc41<é✓\\u0000\\u007f\"\n}\n"; text != want {
		t.Errorf("got %s, want %s", text, want)
	}
}
