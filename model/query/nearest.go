package query

import "strings"

// Nearest returns the candidate with the fewest typing errors, or the only one
// that begins with s if s has at least two letters. It returns "" if none is
// near.
func Nearest(s string, candidates []string) string {
	best, least := "", 3
	if len(s) < 5 {
		least = 2
	}
	for _, candidate := range candidates {
		if longer := len(candidate) - len(s); longer >= least || -longer >= least {
			continue
		}
		if d := typos(s, candidate); d < least && d < len(candidate)-1 {
			best, least = candidate, d
		}
	}
	if best != "" || len(s) < 2 {
		return best
	}
	for _, candidate := range candidates {
		if strings.HasPrefix(candidate, s) {
			if best != "" {
				return ""
			}
			best = candidate
		}
	}
	return best
}

// typos counts the characters that were left out, added, replaced or swapped
// with their neighbor (the optimal string alignment distance).
func typos(a, b string) int {
	rows := make([][]int, len(a)+1)
	for i := range rows {
		rows[i] = make([]int, len(b)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			replaced := rows[i-1][j-1]
			if a[i-1] != b[j-1] {
				replaced++
			}
			rows[i][j] = min(replaced, rows[i-1][j]+1, rows[i][j-1]+1)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				rows[i][j] = min(rows[i][j], rows[i-2][j-2]+1)
			}
		}
	}
	return rows[len(a)][len(b)]
}
