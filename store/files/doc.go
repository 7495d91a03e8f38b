// Package files opens the files that jettison keeps and reads, whatever is in their place: a
// named pipe or a device blocks no program, and a file that is too large takes no memory.
package files
