package model

// Subject is the name of what a step takes away: the first of the references, or
// what the thing is called.
func (s *Step) Subject() string {
	if len(s.Refs) > 0 {
		return s.Refs[0]
	}
	return s.Thing.Called()
}
