// Package query is the language that selects images: in the filter line, when
// marking by rule, in policies and in the commands without a screen.
//
//	query  = [ or ]
//	or     = and { "or" and }
//	and    = unary { [ "and" ] unary }
//	unary  = term | "(" or ")" | ( "not" | "-" | "!" ) unary
//	term   = word | state | comparison
//
// A comparison is a field, an operator and a value. There are no spaces between
// them, except around =, !=, <, <=, > and >=.
//
// A query judges each row of the inventory, which is a reference or an untagged
// image. An empty query matches every row.
//
// # Kinds of things
//
// The term kind:container, kind:volume or kind:cache makes a query judge other things
// than images, kind:* all of them. A query without such a term judges images, or what
// ParseOf was told, so that no query for images ever grows. Kinds that an "or" joins
// must be named on both of its sides, and only kinds that were named can be left out
// again by "not". A field or state that a kind lacks is an error if all kinds that are
// asked for lack it; else it matches none of the things that lack it, and neither does
// its negation.
//
// # Words and quotes
//
// A word matches the references that contain it, in any case, and the images
// whose ID begins with it if it has at least four hexadecimal digits. "<none>"
// matches what has no tag or no repository. Quotes keep spaces, parentheses and
// keywords together: "…" knows \" and \\, '…' knows no escapes. Keywords, fields
// and states may be written in capitals.
//
// # Text
//
// After ":" comes a glob for the whole text: * is any text ("/" included), ? one
// character, [a-z] one of a set, [!a-z] one outside of it, and \ takes the next
// character literally. After "~" comes a regular expression in RE2 syntax, which
// may match anywhere; it may contain parentheses, but spaces only in quotes.
// After "=" and "!=" comes the text itself. A glob for id matches the beginning
// of the ID. A missing tag or repository is matched by "<none>" only.
//
// # Numbers, durations and dates
//
// Bytes have decimal units (kB, MB, GB) or binary ones (KiB, MiB, GiB), in any
// case. "=" compares at the precision that was written: size=1.2GB is what is
// shown as 1.2 GB, size=1GB what is shown as 1.0 GB.
//
// Durations consist of s, m (minutes), h, d, w, mo (30 days) and y (365 days),
// joined as in 1w3d. Dates are 2026, 2026-01, 2026-01-31, 2026-01-31T12:00 and
// 2026-01-31T12:00:05. A time of day may be followed by Z or an offset, and is
// local otherwise. A date stands for its whole year, month, day, minute or
// second: created=2026-01 is all of January, created>2026-01 what came after it.
// The fields created, tagged and used take both. With a duration they compare
// the age: tagged>2w is what was tagged longer than two weeks ago.
//
// # Places in a repository
//
// rank and vrank are the place of a row's image among the images of its own
// repository, 1 for the newest, over the whole inventory: rank>3 is all but the
// newest three. They count images, not tags: the tags of one image share its
// place. rank goes by build date; images of the same date share the better
// place. vrank goes by the highest tag that an image has in the repository, in
// the order of `sort -V`. Tags without a digit, such as latest, are no versions
// and have no place. Untagged images without a repository have none either.
//
// # Unknown facts
//
// A fact that is not known, such as the shared bytes before the engine has told
// them, makes a comparison neither true nor false, and its negation too. A row
// matches only if it does so for certain. Known bounds may decide a comparison:
// the exclusive bytes of a 10 MB image are below 1 GB whatever it shares.
package query
