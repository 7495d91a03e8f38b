// Package policy decides what a policy removes now. A policy is a named list of
// queries to remove and of queries to keep, with an optional budget and batch
// size that bound the removal. Like everything in model it is pure: no I/O, no
// clock.
//
// # What is kept
//
// Each reference is judged by itself. It goes if one of the remove queries
// certainly matches it, no pin protects it, and every keep query, including
// docker's pruneFilters, certainly does not match it: what a keep query can't
// decide stays. If only some tags of an image go, the image stays with the others.
//
// # The order
//
// Images go one by one, the least recently used first. An image was last used
// when a container last used it or when it last got a tag on this host,
// whichever was later; if neither is known, when it was built; and if nothing is
// known, just now. If the order decides what goes, an image whose tag time could not
// be read counts as used just now. Using an image uses everything that it was built on, as far as
// layers and parents tell, so that a base goes after its descendants: before them,
// it would free next to nothing. Ties are broken by name and ID.
//
// # The budget
//
// With a budget, images go in that order until the lower bound of what comes back
// satisfies it, and no further: without the last of them the budget would not
// hold. What frees nothing, a tag of an image that stays, does not go. A budget
// that can't be checked removes nothing and says why.
package policy
