// Package keymap holds every key binding of the screen once: which key means
// which action where, how the keys are overridden, and what the help says of
// them. What an action does is decided by whoever resolves the key.
package keymap
