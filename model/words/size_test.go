package words_test

import (
	"math"
	"strconv"
	"testing"

	"jettison/model"
	"jettison/model/size"
	"jettison/model/words"
)

func TestSizes(t *testing.T) {
	t.Parallel()
	for got, want := range map[string]string{
		words.Size(-1):                                          words.Unknown,
		words.Size(0):                                           "0 B",
		words.Size(310_000_000):                                 "310 MB",
		words.Size(math.MaxInt64):                               "9.2 EB",
		words.Bytes(size.Exact(310e6)):                          "310 MB",
		words.Bytes(size.Range{Min: 3e8, Max: 12e8}):            "300 MB–1.2 GB",
		words.Bytes(size.Range{Max: 12e8}):                      "up to 1.2 GB",
		words.Bytes(size.Range{Min: 5, Max: 5, About: true}):    "≈ 5 B",
		words.Bytes(size.Range{}):                               "0 B",
		words.Bytes(size.Range{Min: 3e8, Max: size.Unbounded}):  "at least 300 MB",
		words.Bytes(size.Unknown()):                             words.Unknown,
		words.Bytes(size.Range{Min: 1_000_001, Max: 1_000_002}): "1.0 MB", // written alike
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestCounts(t *testing.T) {
	t.Parallel()
	for got, want := range map[string]string{
		words.Plural(0, "image"):       "0 images",
		words.Plural(1, "image"):       "1 image",
		words.Plural(1204, "image"):    "1,204 images",
		words.Count(int64(1234567)):    "1,234,567",
		words.Count(model.Unknown):     words.Unknown,
		words.List(nil):                "",
		words.List([]string{"a"}):      "a",
		words.List([]string{"a", "b"}): "a and b",
		words.List(many(3)):            "a0, a1 and a2",
		words.List(many(4)):            "a0, a1, a2 and 1 more",
		words.List(many(10_003)):       "a0, a1, a2 and 10,000 more",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func many(n int) []string {
	names := make([]string, n)
	for i := range names {
		names[i] = "a" + strconv.Itoa(i)
	}
	return names
}
