package model

import "jettison/model/reference"

// Subject is the name of what a step takes away: the first of the references, a digest
// in short, or what the thing is called.
func (s *Step) Subject() string {
	if len(s.Refs) > 0 {
		return reference.Short(s.Refs[0])
	}
	return s.Thing.Called()
}
