package main

import (
	"flag"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"jettison/dockerx/enginetest"
)

// flavorSim is the embedded engine in a separate process behind a unix socket.
const flavorSim = "sim"

// options selects what to measure.
type options struct {
	only    []string
	flavor  string
	start   []int // numbers of images for the start measurement
	keys    []int
	memory  []int
	trials  int
	removed int
	idle    time.Duration
	fps     int
	program string // jettison's binary; if empty, it is built
	docker  string // docker's command line; if empty, it is searched for
	against string // an earlier jettison to compare with; if empty, nothing is compared
}

// flavors returns the names of the real engines.
func flavors() string {
	var names []string
	for _, f := range enginetest.RealFlavors() {
		names = append(names, string(f))
	}
	return strings.Join(names, ", ")
}

func parseOptions(args []string) (options, error) {
	set := flag.NewFlagSet("bars", flag.ContinueOnError)
	only := set.String("only", "", "what to measure, such as start,keys; empty: everything")
	flavor := set.String("flavor", string(enginetest.Docker28),
		"engine for start, list, ledger, removal, journal and backup: "+flavors()+"; or sim for the first three")
	start := set.String("start-images", "1000", "numbers of images to start with; loading 1,000 into a real engine takes two minutes")
	keys := set.String("keys-images", "5000,10000", "numbers of images to press keys at (embedded engine)")
	memory := set.String("memory-images", "1000,5000,10000", "numbers of images to measure memory at (embedded engine)")
	o := options{}
	set.IntVar(&o.trials, "trials", 5, "how often each thing is measured; the median counts")
	set.IntVar(&o.removed, "removed", 500, "how many images are removed")
	set.DurationVar(&o.idle, "idle", time.Minute, "how long to watch the idle program")
	set.IntVar(&o.fps, "fps", 120, "frames a second of jettison and of the bare program")
	set.StringVar(&o.program, "jettison", "", "the program to measure; empty: build it as a release is built")
	set.StringVar(&o.docker, "docker", "", "docker's command line; empty: the one on PATH")
	set.StringVar(&o.against, "against", "", "an earlier jettison to compare with, key by key")
	if err := set.Parse(args); err != nil {
		return o, err
	}
	o.flavor = *flavor
	if *only != "" {
		o.only = strings.Split(*only, ",")
	}
	for _, name := range o.only {
		if !slices.ContainsFunc(measurements(), func(m measurement) bool { return m.name == name }) {
			return o, fmt.Errorf("nothing to measure is called %q", name)
		}
	}
	for _, list := range []struct {
		text string
		to   *[]int
	}{{*start, &o.start}, {*keys, &o.keys}, {*memory, &o.memory}} {
		numbers, err := parseNumbers(list.text)
		if err != nil {
			return o, err
		}
		*list.to = numbers
	}
	return o, nil
}

func parseNumbers(text string) ([]int, error) {
	var numbers []int
	for field := range strings.SplitSeq(text, ",") {
		n, err := strconv.Atoi(strings.TrimSpace(field))
		if err != nil || n < 1 {
			return nil, fmt.Errorf("%q is no number of images", field)
		}
		numbers = append(numbers, n)
	}
	return numbers, nil
}

func (o *options) chosen(name string) bool { return len(o.only) == 0 || slices.Contains(o.only, name) }
