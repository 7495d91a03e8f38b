// Package transfer moves images: it has an engine save and load them, pulls them from
// registries, gives them their names, and asks registries what they still have. Restore
// takes a removal back with that.
package transfer
