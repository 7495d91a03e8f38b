package transfer

import (
	"io"
	"strings"
	"testing"
	"time"

	"jettison/dockerx"
	"jettison/dockerx/sim"
	"jettison/model"
	"jettison/model/modeltest"
)

// An image may be longer than any list.
func TestSaveLongImage(t *testing.T) {
	t.Parallel()
	engine := sim.New(modeltest.Developer(1, time.Unix(1e9, 0)), sim.Options{})
	t.Cleanup(engine.Close)
	client, err := dockerx.Connect(t.Context(), dockerx.Options{Dial: engine.Dial})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = client.Close() })
	engine.Inject(sim.Fault{Kind: sim.FaultAnswer, Match: sim.Match{Path: "/images/get"}, End: strings.Repeat("x", 1<<10)})
	const long = 513 << 20
	err = Saver{Client: client}.Save(t.Context(), []model.ImageID{"sha256:aa"}, func(body io.Reader) error {
		_, err := io.CopyN(io.Discard, body, long)
		return err
	})
	if err != nil {
		t.Error(err)
	}
}
