// Package policy decides what a policy removes now: a named list of queries to
// remove and of queries to keep, with a budget and a batch size that it need
// not exceed. Like everything in model it is pure: no I/O, no clock.
//
// # What is kept
//
// Every reference is judged by itself. It goes when one of the remove queries
// matches it for certain, no pin protects it, and every keep query, docker's
// pruneFilters among them, does not match it for certain: what a keep query
// can't decide it keeps. Of an image with several tags those that match go, and
// the image stays as the others.
//
// # The order
//
// Images go one by one, the least recently used first. An image was last used
// when a container last used it or when it last got a tag on this host,
// whichever was later; where neither is known, when it was built; and where
// nothing is known it counts as just used. An image is used whenever something
// is that was built on it, as far as layers and parents tell, and goes after it:
// before, next to nothing would come back for it. Ties are broken by name and
// ID.
//
// # The budget
//
// With a budget, images go in that order until the budget holds by the lower
// bound of what comes back, and no further: without the last of them it would
// not hold. What gives nothing back, a tag of an image that stays, does not go.
// A budget that can't be checked removes nothing and says why.
package policy
