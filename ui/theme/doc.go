// Package theme holds what the screen looks like: colors, glyphs, bars, and
// how sizes, ages and long names are written. Its styles are prepared SGR
// sequences, because a frame has thousands of cells and thousands of frames.
package theme
