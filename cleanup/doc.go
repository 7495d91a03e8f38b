// Package cleanup carries out what a person confirmed on one engine, and takes it
// back: it keeps other clean-ups off, checks that the plan still holds, saves images,
// writes the journal, and has the engine do the work. The screen and the commands use
// the same pipelines; they only differ in how they show the updates.
package cleanup
