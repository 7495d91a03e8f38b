// Package process sets up the process and ends it: signals, the garbage collector and
// NO_COLOR.
package process
