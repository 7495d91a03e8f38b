package words_test

import (
	"testing"
	"time"

	"jettison/model/words"
)

var now = time.Date(2026, 3, 14, 12, 0, 0, 0, time.UTC)

const day = 24 * time.Hour

func TestAge(t *testing.T) {
	t.Parallel()
	for ago, want := range map[time.Duration]string{
		-time.Hour:             "now",
		0:                      "now",
		300 * time.Millisecond: "now",
		time.Second:            "1 sec",
		42 * time.Second:       "42 sec",
		90 * time.Second:       "1 min",
		59 * time.Minute:       "59 min",
		90 * time.Minute:       "1 hour",
		47 * time.Hour:         "47 hours",
		48 * time.Hour:         "2 days",
		13 * day:               "13 days",
		15 * day:               "2 weeks",
		45 * day:               "6 weeks",
		75 * day:               "2 months",
		400 * day:              "13 months",
		3 * 365 * day:          "3 years",
	} {
		then := now.Add(-ago)
		if got := words.Age(now, then); got != want {
			t.Errorf("age of %v = %q, want %q", ago, got, want)
		}
		if want += " ago"; want == "now ago" {
			want = "just now"
		}
		if got := words.Ago(now, then); got != want {
			t.Errorf("%v ago = %q, want %q", ago, got, want)
		}
	}
	for _, zero := range []time.Time{{}, time.Unix(0, 0)} {
		if age, ago := words.Age(now, zero), words.Ago(now, zero); age != words.Unknown || ago != words.Unknown {
			t.Errorf("%v is %q old, %q", zero, age, ago)
		}
	}
}
