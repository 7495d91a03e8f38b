// Package size holds sizes that are known only within bounds, in bytes.
package size
