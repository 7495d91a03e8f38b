package model

import "jettison/model/reference"

// Subject is the name of what a step takes away: the first of the references, a digest
// in short, or what the thing is called, with the
// platform that goes.
func (s *Step) Subject() string {
	if len(s.Refs) > 0 {
		return reference.Short(s.Refs[0])
	}
	if s.Platform != nil {
		return s.Thing.Called() + " " + s.Platform.Platform
	}
	return s.Thing.Called()
}
