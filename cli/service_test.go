package cli

import "testing"

func TestUserOf(t *testing.T) {
	t.Parallel()
	env := func(values map[string]string) func(string) string {
		return func(name string) string { return values[name] }
	}
	for want, values := range map[string]map[string]string{
		"ann": {"USER": "ann", "LOGNAME": "root"}, "bob": {"LOGNAME": "bob"}, "eve": {"USERNAME": "eve"},
	} {
		if got := userOf(env(values)); got != want {
			t.Errorf("%v: %q, want %q", values, got, want)
		}
	}
	// A timer's unit and many containers set none of them.
	if got := userOf(env(nil)); got == "" {
		t.Error("the process has no user")
	}
}
