// Jettison shows what fills Docker's disk and throws overboard what a person
// picks.
package main

import (
	"context"
	"os"

	"jettison/cli"
)

func main() {
	err := cli.Run(context.Background(), os.Args[0], os.Args[1:])
	os.Exit(int(cli.CodeOf(err)))
}
