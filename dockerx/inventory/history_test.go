package inventory

import (
	"strings"
	"testing"

	"jettison/model/layers"
)

func TestInstruction(t *testing.T) {
	for createdBy, want := range map[string]string{
		`/bin/sh -c #(nop)  CMD ["sh"]`:                `CMD ["sh"]`,
		`/bin/sh -c #(nop) COPY file:ab in / `:         `COPY file:ab in /`,
		`/bin/sh -c apt-get update`:                    `RUN apt-get update`,
		`RUN /bin/sh -c apt-get update # buildkit`:     `RUN apt-get update`,
		`RUN |1 A=b /bin/sh -c make # buildkit`:        `RUN make`,
		`|1 A=b /bin/sh -c make`:                       `RUN make`,
		`COPY . /app # buildkit`:                       `COPY . /app`,
		`ENV PATH=/bin`:                                `ENV PATH=/bin`,
		`RUN /bin/bash -o pipefail -c make # buildkit`: `RUN /bin/bash -o pipefail -c make`,
		``: ``,
	} {
		if got := instruction(createdBy); got != want {
			t.Errorf("%q is %q, want %q", createdBy, got, want)
		}
	}
}

func TestAlignHistory(t *testing.T) {
	for name, test := range map[string]struct {
		history string // "size instruction" lines, the base first
		layers  int
		places  string // of each step: the layer's number, or "-"
		certain bool
	}{
		"every layer has bytes": {
			"5 ADD rootfs\n0 CMD sh\n7 RUN make\n0 WORKDIR /x\n3 COPY . .", 3, "1-2-3", true,
		},
		"an empty RUN is a layer": {
			"5 ADD rootfs\n0 ENV a=b\n0 RUN true\n3 COPY . .", 3, "1-23", true,
		},
		"WORKDIR made its folder": {
			"5 ADD rootfs\n0 WORKDIR /x\n3 COPY . .", 3, "123", true,
		},
		"one of two, a WORKDIR of an existing folder": {
			"5 ADD rootfs\n0 WORKDIR /x\n0 RUN true\n3 COPY . .", 3, "1-23", false,
		},
		"a WORKDIR twice": {
			"5 ADD rootfs\n0 WORKDIR /x\n3 COPY . .\n0 WORKDIR /x\n0 RUN mkdir y", 4, "123-4", false,
		},
		"more layers than history": {"5 squashed", 2, "1", false},
		"imported":                 {"5 ", 1, "1", true},
		"no layers":                {"0 CMD sh\n0 LABEL a=b", 0, "--", true},
		"no history":               {"", 0, "", true},
	} {
		t.Run(name, func(t *testing.T) {
			var history []historyItem
			for line := range strings.SplitSeq(test.history, "\n") {
				size, by, _ := strings.Cut(line, " ")
				if size != "" {
					history = append(history, historyItem{CreatedBy: by, Size: int64(size[0] - '0')})
				}
			}
			chain := make([]layers.ChainID, test.layers)
			for i := range chain {
				chain[i] = layers.ChainID(rune('1' + i))
			}
			steps, certain := alignHistory(history, chain)
			var places strings.Builder
			for _, step := range steps {
				if step.Empty != (step.Layer == "") {
					t.Errorf("step %+v", step)
				}
				if step.Empty {
					places.WriteString("-")
				}
				places.WriteString(string(step.Layer))
			}
			if places.String() != test.places || certain != test.certain {
				t.Errorf("places %s certain %v, want %s %v", &places, certain, test.places, test.certain)
			}
		})
	}
}
