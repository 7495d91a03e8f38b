// Package query is the one language that selects images: of the filter line, of
// marking by rule, of policies and of the commands without a screen.
//
//	query  = [ or ]
//	or     = and { "or" and }
//	and    = unary { [ "and" ] unary }
//	unary  = term | "(" or ")" | ( "not" | "-" | "!" ) unary
//	term   = word | state | comparison
//
// where a comparison is a field, an operator and a value without spaces between
// them, but for spaces around =, !=, <, <=, > and >=.
//
// A query is judged per row of the inventory, which is a reference or an
// untagged image. An empty query matches every row.
//
// # Words and quotes
//
// A word matches a reference that contains it, whatever the case, and an image
// whose ID begins with it when it has at least four hexadecimal digits. What is
// no reference has no word in it, but "<none>" stands for untagged images.
// Quotes keep spaces, parentheses and keywords together: "…" knows \" and \\,
// '…' knows no escapes. Keywords, fields and states may be written in capitals.
//
// # Text
//
// After ":" comes a glob for the whole text, in which * is any text ("/"
// included), ? one character, [a-z] and [!a-z] one of a set, and \ takes the
// next character as it is. After "~" comes a regular expression in RE2 syntax
// that may match anywhere; it may contain parentheses, but spaces only in
// quotes. After "=" and "!=" comes the very text. A glob for id matches the
// beginning of the ID. A missing tag or repository is matched by "<none>" alone.
//
// # Numbers, durations and dates
//
// Bytes are written with decimal (kB, MB, GB) or binary units (KiB, MiB, GiB),
// in any case. "=" compares at the precision that was written: size=1.2GB is
// what is shown as 1.2 GB, size=1GB what is shown as 1.0 GB.
//
// Durations are made of s, m (minutes), h, d, w, mo (30 days) and y (365 days),
// joined as in 1w3d. Dates are 2026, 2026-01, 2026-01-31, 2026-01-31T12:00 and
// 2026-01-31T12:00:05, with Z or an offset after a time of day if it is not
// local, and stand for the whole year, month, day, minute or second: created=2026-01 is
// all of January, created>2026-01 what came after it. The fields created,
// tagged and used take both; with a duration they compare the age, so that
// tagged>2w is what was tagged longer than two weeks ago.
//
// # Places in a repository
//
// rank and vrank are the place of a row's image among the images of its own
// repository, 1 for the newest, over the whole inventory: rank>3 is all but the
// newest three. Images are counted, not tags: the tags of one image share its
// place. rank goes by build date; images of the same date share the better
// place. vrank goes by the highest tag that an image has in the repository, in
// the order of `sort -V`; tags without a digit, such as latest, are no versions
// and have no place. Untagged images without a repository have none either.
//
// # What is not known
//
// A fact that is not known, such as the shared bytes before the engine told
// them, makes a comparison neither true nor false; so does "not" of it. A row
// matches only if it does so for certain. Where bounds are known and decide
// the comparison, it is decided: the exclusive bytes of a 10 MB image are below
// 1 GB whatever it shares.
package query
