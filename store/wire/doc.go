// Package wire names the values that jettison writes into its files and JSON
// documents.
//
// The names are part of those formats: programs read them, and so does every later
// version of jettison. They stay when the words on the screen change, and a file or
// document with other names needs a new schema version.
package wire
