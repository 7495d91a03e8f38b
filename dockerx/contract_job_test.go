package dockerx_test

func planCases() []contractCase { return nil }
func jobCases() []contractCase  { return nil }
