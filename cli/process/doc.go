// Package process sets the process up and ends it: signals, the garbage collector, and
// NO_COLOR.
package process
