package cli

import (
	"encoding/json"
	"strings"
	"testing"

	"jettison/dockerx/sim"
	"jettison/model"
)

// What Podman does not measure is unknown, not 0.
func TestUsageThatNobodyMeasured(t *testing.T) {
	t.Parallel()
	b := newHarness(t, shop(), sim.Options{Store: model.StorePodman})
	line := strings.Join(strings.Fields(strings.Split(b.succeeds("df"), "\n")[1]), " ")
	if !strings.HasPrefix(line, "Images 8 2 – – ") || strings.HasSuffix(line, " 0 B") {
		t.Errorf("df prints %q", line)
	}
	var usage struct {
		Images struct{ Size, Reclaimable json.RawMessage }
	}
	b.reads(&usage, "df", "--json")
	var sample struct {
		Sample struct {
			Size   json.RawMessage
			Images struct{ Size json.RawMessage }
		}
	}
	b.reads(&sample, "sample", "--json")
	for _, got := range []json.RawMessage{usage.Images.Size, usage.Images.Reclaimable, sample.Sample.Size, sample.Sample.Images.Size} {
		if string(got) != "null" {
			t.Errorf("a figure is %s", got)
		}
	}
}
