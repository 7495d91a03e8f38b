package inventory

import "jettison/dockerx"

// fetcher asks one engine for what its inventory is made of. Its errors are those of
// the connection; what is exported turns them into a *model.Problem.
type fetcher struct{ *dockerx.Client }
