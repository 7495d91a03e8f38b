// Package transfer moves images: it has an engine save and load them, pulls them from
// registries, gives them their names, and asks registries what they still have. Restore
// brings removed images back with that.
package transfer
