package ui

import (
	"errors"
	"sync"
)

// keeper hands what outlives the program to who keeps it, one after the other and
// in order: commands may run in any order.
type keeper[T any] struct {
	keep func(T) error // nil forgets

	writing sync.Mutex // held while keep runs
	mu      sync.Mutex // guards waiting, and is never held for long
	waiting []T
}

// add is what flush keeps next.
func (k *keeper[T]) add(one T) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.waiting = append(k.waiting, one)
}

// flush keeps what waits. It waits for one that is under way.
func (k *keeper[T]) flush() error {
	k.writing.Lock()
	defer k.writing.Unlock()
	k.mu.Lock()
	waiting := k.waiting
	k.waiting = nil
	k.mu.Unlock()
	var problems []error
	for _, one := range waiting {
		problems = append(problems, k.keep(one))
	}
	return errors.Join(problems...)
}
