package output

// The sequences around a text that must not be overlooked: bold red, and back (SGR of ECMA-48).
const (
	alarmOn  = "\x1b[1;31m"
	alarmOff = "\x1b[0m"
)

// Alarm returns a text as it is shown where it must not be overlooked; colors tells whether there are any.
func Alarm(text string, colors bool) string {
	if !colors {
		return text
	}
	return alarmOn + text + alarmOff
}
