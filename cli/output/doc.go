// Package output is what commands without a screen print: tables, docker's
// templates, and documents in JSON. It writes to what it is given and knows no
// engine.
package output
