// Package theme holds what the screen looks like: colors and the styles made of
// them, glyphs, bars, and how sizes, ages and long names are written.
package theme
