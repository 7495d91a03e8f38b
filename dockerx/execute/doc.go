// Package execute carries out the steps of a plan on an engine.
//
// Start runs the steps that are ready as a Job: in the order of the plan, several side
// by side, each after those that it needs. Right before a request a step looks whether
// its target is still what the plan says, so that nothing is removed that the plan does
// not list. A Job waits for an engine that is away, and explains every refusal as a
// model.Refusal.
//
// Restore carries out a plan to take a removal back.
package execute
