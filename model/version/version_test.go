package version_test

import (
	"os/exec"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"jettison/model/version"
)

// Each list is in the order in which `LC_ALL=C sort -V` of coreutils 9.1 puts
// it.
func TestCompare(t *testing.T) {
	for name, list := range map[string][]string{
		"numbers":          {"1.2", "1.9", "1.10", "1.10.1", "2", "10"},
		"leading zeros":    {"1.0", "1.00", "1.000", "1.001", "1.01", "1.1", "1.002"},
		"zeros as numbers": {"1.01", "1.1", "1.002", "1.2"},
		"v prefix":         {"v1.2", "v1.9", "v1.10", "v2"},
		"v after numbers":  {"1.9", "3.0", "v1.2"},
		"words at the end": {"1.25", "1.25-alpine", "2", "dev", "latest"},
		"tilde first":      {"1.0~", "1.0~beta", "1.0~rc1", "1.0~rc2", "1.0~rc10", "1.0", "1.0-1"},
		"dash after":       {"1.0", "1.0-rc1", "1.0-rc2", "1.0-rc10", "1.0.1"},
		"dates":            {"2024-2", "2024-11", "2024-11-3", "2024-11-20", "2025-1"},
		"dotted":           {"", ".", "..", ".1", "0", "1"},
		"capitals first":   {"A1", "B1", "a1", "b1"},
		"letters first":    {"1a", "1z", "1+", "1_"},
		"suffixes":         {"1.2.rc", "1.2.3.rc", "1.10.rc"},
		"huge numbers": {
			"99999999999999999999999999999999999998", "99999999999999999999999999999999999999",
			"100000000000000000000000000000000000000",
		},
	} {
		t.Run(name, func(t *testing.T) {
			for i, a := range list {
				for j, b := range list {
					got := version.Compare(a, b)
					if sign(got) != sign(i-j) {
						t.Errorf("Compare(%q, %q) = %d, want the sign of %d", a, b, got, i-j)
					}
				}
			}
		})
	}
}

func sign(n int) int { return max(-1, min(1, n)) }

// tagText draws what a tag may look like: it begins with a letter, a digit or
// an underscore.
func tagText() *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		first := rapid.SampledFrom([]rune("0123avR_")).Draw(t, "first")
		rest := rapid.StringOfN(rapid.SampledFrom([]rune("0011239.~-_+avrcRB")), 0, 9, -1).Draw(t, "rest")
		return string(first) + rest
	})
}

func TestCompareIsATotalOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b, c := tagText().Draw(t, "a"), tagText().Draw(t, "b"), tagText().Draw(t, "c")
		ab, ba := version.Compare(a, b), version.Compare(b, a)
		if sign(ab) != -sign(ba) || (ab == 0) != (a == b) {
			t.Fatalf("%q, %q: %d one way and %d the other", a, b, ab, ba)
		}
		if ab < 0 && version.Compare(b, c) < 0 && version.Compare(a, c) >= 0 {
			t.Fatalf("%q < %q < %q, but not %q < %q", a, b, c, a, c)
		}
	})
}

// Where GNU sort is installed, it has the last word.
func TestCompareAgreesWithSort(t *testing.T) {
	about, err := exec.Command("sort", "--version").Output()
	first, _, _ := strings.Cut(string(about), "\n")
	installed := first[strings.LastIndexByte(first, ' ')+1:]
	if err != nil || !strings.Contains(first, "GNU coreutils") || version.Compare(installed, "9.0") < 0 {
		t.Skip("needs sort of GNU coreutils 9 or newer")
	}
	rapid.Check(t, func(t *rapid.T) {
		tags := rapid.SliceOfNDistinct(tagText(), 100, 200, rapid.ID[string]).Draw(t, "tags")
		cmd := exec.Command("sort", "-V")
		cmd.Env = []string{"LC_ALL=C"}
		cmd.Stdin = strings.NewReader(strings.Join(tags, "\n") + "\n")
		out, err := cmd.Output()
		if err != nil {
			t.Fatal(err)
		}
		want := strings.Split(strings.TrimSuffix(string(out), "\n"), "\n")
		slices.SortFunc(tags, version.Compare)
		if !slices.Equal(tags, want) {
			for i := range tags {
				if tags[i] != want[i] {
					t.Fatalf("at %d: %q, sort -V has %q", i, tags[i], want[i])
				}
			}
		}
	})
}
