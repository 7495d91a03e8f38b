// Package table is a windowed table: it asks for and draws only the rows in its window,
// so that a cursor move costs the same among ten rows and among a hundred thousand. The
// table knows rows by number only. The pane knows what a number stands for, and where
// the cursor goes when that changes.
package table
