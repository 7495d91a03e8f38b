package model

import "jettison/model/reference"

// Size is the bytes of what the step takes, as the engine tells them, what these share with
// others among them: of a platform where one goes, else of the whole thing. Unknown when the
// engine doesn't tell.
func (s *Step) Size() int64 {
	if s.Platform != nil {
		return s.Platform.Size()
	}
	return SizeOf(s.Thing)
}

// Subject is the name of what a step takes away: the first of the references, a digest
// in short, or what the thing is called, with the platform that goes.
func (s *Step) Subject() string {
	if len(s.Refs) > 0 {
		return reference.Short(s.Refs[0])
	}
	if s.Platform != nil {
		return s.Thing.Called() + " " + s.Platform.Platform
	}
	return s.Thing.Called()
}
