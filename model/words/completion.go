package words

import "jettison/model/query"

// Completion describes a way to finish a query, such as "10,250 rows" for a value that
// exists.
func Completion(c *query.Completion) string {
	if c.Rows > 0 {
		return Plural(c.Rows, "row")
	}
	return c.About
}
