package recovery

import (
	"os"
	"testing"
	"time"
)

// TestMain makes the frames the same in every time zone.
func TestMain(m *testing.M) {
	time.Local = time.UTC
	os.Exit(m.Run())
}
