package model

// Subject is the name of what a step takes away: the first of the references, or
// what the thing is called.
func (s *Step) Subject() string {
	if len(s.Refs) > 0 {
		return s.Refs[0]
	}
	return s.Thing.Called()
}

// ReadyKinds counts the ready steps by their kind.
func (p *Plan) ReadyKinds() (deletions, untags, containers int) {
	for i := range p.Steps {
		switch step := &p.Steps[i]; {
		case !step.Ready:
		case step.Removes(KindImage):
			deletions++
		case step.Action == ActionUntag:
			untags++
		case step.Removes(KindContainer):
			containers++
		}
	}
	return deletions, untags, containers
}
