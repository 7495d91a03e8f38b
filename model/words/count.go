package words

import "github.com/dustin/go-humanize"

// Count returns a number with its thousands separated, such as "1,204"; Unknown when
// it is negative.
func Count[N int | int64](n N) string {
	if n < 0 {
		return Unknown
	}
	return humanize.Comma(int64(n))
}

// Plural returns a count with its noun, such as "1 image" or "1,204 images".
func Plural[N int | int64](n N, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return Count(n) + " " + noun + "s"
}
