package query

// truth is a value of Kleene's three-valued logic. The negation of unknown is
// unknown.
type truth int8

const (
	no      truth = -1
	unknown truth = 0
	yes     truth = 1
)

func truthOf(b bool) truth {
	if b {
		return yes
	}
	return no
}

// predicate judges things of one kind: T is *model.Row for images, else the type
// of the things themselves. It is safe for concurrent use.
type predicate[T any] func(of T) truth
