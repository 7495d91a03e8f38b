package model

import (
	"cmp"
	"strings"
)

func compareKeys(a, b Key) int {
	return cmp.Or(strings.Compare(a.Ref, b.Ref), cmp.Compare(a.Kind, b.Kind), strings.Compare(a.ID, b.ID),
		strings.Compare(a.Platform, b.Platform))
}
