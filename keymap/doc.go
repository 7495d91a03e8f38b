// Package keymap holds every key binding of the screen once: which key means which action in
// which context, how keys are overridden, and the texts of the help. Whoever resolves a key
// decides what the action does.
package keymap
