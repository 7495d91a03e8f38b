package contract_test

import (
	"os"
	"testing"

	"jettison/dockerx/enginetest"
)

// engines are the real engines that the contract tests share.
var engines enginetest.Pool

func TestMain(m *testing.M) { os.Exit(engines.Run(m)) }
