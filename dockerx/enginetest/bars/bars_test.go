package main

import (
	"net/http"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"jettison/dockerx/sim"
)

func TestPercentile(t *testing.T) {
	t.Parallel()
	var hundred sample
	for i := range 100 {
		hundred = append(hundred, time.Duration(100-i))
	}
	tests := []struct {
		name string
		s    sample
		p    int
		want time.Duration
	}{
		{"none", nil, 50, 0},
		{"one", sample{7}, 95, 7},
		{"median of three", sample{9, 1, 5}, 50, 5},
		{"an outlier does not count", sample{1, 1, 1, 1, 100}, 50, 1},
		{"95 of a hundred", hundred, 95, 96},
		{"all", hundred, 100, 100},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := tt.s.percentile(tt.p); got != tt.want {
				t.Errorf("percentile = %d, want %d", got, tt.want)
			}
		})
	}
}

func TestParseOptions(t *testing.T) {
	t.Parallel()
	o, err := parseOptions([]string{"-only", "keys,idle", "-keys-images", "10, 20"})
	if err != nil {
		t.Fatal(err)
	}
	if !o.chosen("idle") || o.chosen("start") || !slices.Equal(o.keys, []int{10, 20}) {
		t.Errorf("options = %+v", o)
	}
	for _, wrong := range []string{"-only=speed", "-start-images=many", "-memory-images=0"} {
		if _, err := parseOptions([]string{wrong}); err == nil {
			t.Errorf("%s was accepted", wrong)
		}
	}
}

func TestImageRows(t *testing.T) {
	t.Parallel()
	if imageRows("loading service\n\n") {
		t.Error("one word was taken for rows")
	}
	if !imageRows(strings.Repeat("  team1/service1   1.0.3\n", 6)) {
		t.Error("rows were not recognized")
	}
}

func TestShown(t *testing.T) {
	t.Parallel()
	start := time.Now()
	screen := &terminal{started: start, chunks: []chunk{
		{start.Add(time.Millisecond), []byte("\x1b[?1049h\x1b[2J")},
		{start.Add(2 * time.Millisecond), []byte("\x1b[Hloading")},
		{start.Add(3 * time.Millisecond), []byte("\x1b[Hready  ")},
	}}
	for text, want := range map[string]time.Duration{"loading": 2 * time.Millisecond, "ready": 3 * time.Millisecond} {
		got, err := screen.shown(func(s string) bool { return strings.Contains(s, text) })
		if err != nil || got != want {
			t.Errorf("%q was shown after %v (%v), want %v", text, got, err, want)
		}
	}
	if first, err := screen.shown(anything); err != nil || first != 2*time.Millisecond {
		t.Errorf("the first frame came after %v (%v): blank screens are none", first, err)
	}
	if _, err := screen.shown(func(string) bool { return false }); err == nil {
		t.Error("what was never on screen was found")
	}
}

// A program that is quiet while the engine lists its images is not at rest.
func TestAwaitList(t *testing.T) {
	t.Parallel()
	screen := &terminal{started: time.Now(), ended: make(chan struct{}), chunks: []chunk{{time.Now().Add(-time.Hour), []byte("loading")}}}
	time.AfterFunc(20*time.Millisecond, func() {
		screen.mu.Lock()
		defer screen.mu.Unlock()
		screen.chunks = append(screen.chunks, chunk{time.Now(), []byte(strings.Repeat("\r\n  team1/service1   1.0.3", 6))})
	})
	if err := screen.awaitList(time.Millisecond); err != nil {
		t.Fatal(err)
	}
	if _, err := screen.shown(imageRows); err != nil {
		t.Error(err)
	}
}

func TestProcess(t *testing.T) {
	t.Parallel()
	if runtime.GOOS != "linux" {
		t.Skip("the times and peaks of processes are read from Linux's /proc")
	}
	peak, err := peakMemory(os.Getpid())
	if err != nil || peak < mebibyte {
		t.Errorf("peak memory = %d (%v)", peak, err)
	}
	for start := time.Now(); time.Since(start) < 10*time.Second; {
		used, err := cpuTime(os.Getpid())
		if err != nil {
			t.Fatal(err)
		}
		if used >= tick {
			return
		}
	}
	t.Error("ten seconds of work used no processor time")
}

func TestProxyCounts(t *testing.T) {
	t.Parallel()
	engine := sim.New(smallWorld(3), sim.Options{})
	t.Cleanup(engine.Close)
	dir := t.TempDir()
	socket := dir + "/engine.sock"
	serveOn(t, engine, socket)
	p, err := openProxy(t.Context(), dir, "unix://"+socket)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.close)
	client := socketClient(p.host)
	for _, path := range []string{"/v1.41/images/json", "/images/json", "/_ping"} {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://engine"+path, http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		response, err := client.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		_ = response.Body.Close()
		if response.StatusCode != http.StatusOK {
			t.Errorf("%s: %s", path, response.Status)
		}
	}
	if all, lists := p.requests(), p.count("GET /images/json"); all != 3 || lists != 2 {
		t.Errorf("counted %d requests, %d lists; want 3 and 2", all, lists)
	}
}

func serveOn(t *testing.T, engine *sim.Engine, socket string) {
	t.Helper()
	listener, err := listen(t.Context(), socket)
	if err != nil {
		t.Fatal(err)
	}
	if err := engine.Serve(listener); err != nil {
		t.Fatal(err)
	}
}

func TestWorlds(t *testing.T) {
	t.Parallel()
	const n = 50
	layers := map[string]bool{}
	for _, image := range unsharedWorld(n).Images {
		for _, layer := range image.Layers() {
			if layers[layer.DiffID] {
				t.Errorf("%v shares a layer", image.Tags)
			}
			layers[layer.DiffID] = true
		}
	}
	if len(layers) != n {
		t.Errorf("%d layers in %d unshared images", len(layers), n)
	}
	if got := len(smallWorld(n).Images); got != n {
		t.Errorf("the small world has %d images, want %d", got, n)
	}
}
