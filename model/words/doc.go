// Package words puts values of the model in the words that people read, for the screen
// and for commands alike: one function a thing, so that a thing is called the same
// everywhere.
//
// Sentences have no full stop at the end. What programs read, such as journals and
// JSON documents, has names of its own; see store/wire.
package words

// Unknown stands for a value that is not known or does not exist.
const Unknown = "–"
