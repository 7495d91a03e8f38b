package policy

import "jettison/model"

// needed returns how many bytes must come back for the budget to hold, 0 if the
// policy has none.
func (p *Policy) needed(env *Env) (int64, *model.Problem) {
	if !env.known(model.FactContainers) {
		return 0, &model.Problem{Reason: model.ReasonContainers}
	}
	var needed int64
	if p.MaxTotal > 0 {
		usage := env.Inventory.Usage
		if usage == nil || usage.Images.Size < 0 || usage.Images.Size == 0 && len(env.Inventory.Images()) > 0 {
			return 0, &model.Problem{Reason: model.ReasonUsage}
		}
		needed = usage.Images.Size - p.MaxTotal
	}
	if p.MinFree > 0 {
		if env.Free < 0 {
			return 0, &model.Problem{Reason: model.ReasonFreeSpace}
		}
		needed = max(needed, p.MinFree-env.Free)
	}
	return needed, nil
}

// take selects candidates in order until the budget holds or the batch is full.
func (s *selector) take(found []*candidate) {
	marks := model.NewMarks(s.after)
	budgeted := s.policy.Budgeted()
	for _, c := range found {
		switch {
		case budgeted && marks.Reclaim().Min >= s.needed:
			s.keep(c, ReasonBudget)
			continue
		case s.policy.Batch > 0 && s.out.Images >= s.policy.Batch:
			s.keep(c, ReasonBatch)
			continue
		case budgeted && !c.whole():
			s.keep(c, ReasonNoGain)
			continue
		}
		blocked := marks.Blocked()
		for _, key := range c.keys {
			marks.Set(key, true)
		}
		if marks.Blocked() > blocked {
			s.out.Blocked = append(s.out.Blocked, c.keys...)
			continue
		}
		s.out.Remove = append(s.out.Remove, c.keys...)
		s.out.Images++
	}
	s.out.Reclaim = marks.Reclaim()
	if !budgeted {
		return
	}
	s.out.Missing = max(0, s.needed-s.out.Reclaim.Min)
	if len(s.out.Remove) > 0 && s.out.Reclaim.Min == 0 && s.out.Reclaim.Max > 0 && s.needed > 0 {
		*s.out = Selection{Unresolved: s.out.Unresolved, Missing: s.needed, Problem: &model.Problem{Reason: model.ReasonReclaimUncertain}}
		s.kept = nil
	}
}

func (s *selector) keep(c *candidate, why Reason) {
	delete(s.out.Choices, c.image.Target())
	for _, key := range c.keys {
		s.kept[key] = Kept{Key: key, Reason: why}
	}
}
