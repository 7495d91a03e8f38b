// Package theme holds the looks of the screen: colors and the styles made of them, glyphs,
// bars, and how text is cut and wrapped.
package theme
