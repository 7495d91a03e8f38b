package model

import (
	"cmp"
	"strings"
)

func compareKeys(a, b Key) int {
	return cmp.Or(strings.Compare(a.Ref, b.Ref), strings.Compare(string(a.ID), string(b.ID)))
}
