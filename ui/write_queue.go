package ui

import (
	"errors"
	"sync"
)

// writeQueue writes what outlives the program, one entry after the other and in the
// order in which they were added: commands may run in any order.
type writeQueue[T any] struct {
	write func(T) error // nil forgets

	writing sync.Mutex // held while write runs
	mu      sync.Mutex // guards waiting; never held for long
	waiting []T
}

// add appends an entry for the next flush.
func (q *writeQueue[T]) add(entry T) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.waiting = append(q.waiting, entry)
}

// flush writes what waits, after a flush that is under way.
func (q *writeQueue[T]) flush() error {
	q.writing.Lock()
	defer q.writing.Unlock()
	q.mu.Lock()
	waiting := q.waiting
	q.waiting = nil
	q.mu.Unlock()
	var problems []error
	for _, entry := range waiting {
		problems = append(problems, q.write(entry))
	}
	return errors.Join(problems...)
}
