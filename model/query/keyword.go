package query

import "strings"

const (
	keywordAnd = "and"
	keywordOr  = "or"
	keywordNot = "not"
)

func isKeyword(s string) bool {
	switch strings.ToLower(s) {
	case keywordAnd, keywordOr, keywordNot:
		return true
	}
	return false
}
