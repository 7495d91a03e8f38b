package wire_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"jettison/dockerx/internal/wire"
	"jettison/model"
)

func TestImageID(t *testing.T) {
	t.Parallel()
	digits := strings.Repeat("0a", 32)
	for id, want := range map[string]model.ImageID{"": "", "sha256:" + digits: model.ImageID("sha256:" + digits), digits: model.ImageID("sha256:" + digits)} {
		if got := wire.ImageID(id); got != want {
			t.Errorf("%q: %q", id, got)
		}
	}
	for id, want := range map[string]bool{"sha256:" + digits: true, digits: true, "nginx:1": false, "": false, "g" + digits[1:]: false} {
		if got := wire.IsImageID(id); got != want {
			t.Errorf("%q: %v", id, got)
		}
	}
}

func TestIsID(t *testing.T) {
	t.Parallel()
	for id, want := range map[string]bool{"sha256:0a": true, "61fb79739b35": true, "": false, "../../x": false, "a\nb": false, "a b": false, "a%2f": false} {
		if got := wire.IsID(id); got != want {
			t.Errorf("%q: %v", id, got)
		}
	}
}

// Engines write <none>, spell docker.io out or not, and mix digests among tags.
func TestRefs(t *testing.T) {
	t.Parallel()
	tags, digests := wire.Refs(
		[]string{"<none>:<none>", "docker.io/library/b:1", "a:1", "c@sha256:01", "a:1"},
		[]string{"<none>@<none>", "a@sha256:02"})
	if want := []string{"a:1", "b:1"}; !slices.Equal(tags, want) {
		t.Errorf("tags %q, want %q", tags, want)
	}
	if want := []string{"a@sha256:02", "c@sha256:01"}; !slices.Equal(digests, want) {
		t.Errorf("digests %q, want %q", digests, want)
	}
}

func TestTimes(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "0001-01-01T00:00:00Z", "1899-12-30T00:00:00Z", "yesterday"} {
		if got := wire.Time(text); !got.IsZero() {
			t.Errorf("%q: %v", text, got)
		}
	}
	if got := wire.Time("2026-11-01T12:00:00.5Z"); got.UnixMilli() != 1793534400500 {
		t.Errorf("%v", got.UnixMilli())
	}
	if !wire.UnixTime(0).IsZero() || wire.UnixTime(1e9).Unix() != 1e9 {
		t.Error("a Unix time is wrong")
	}
}

// Constants of builders are no build dates.
func TestBuildTimes(t *testing.T) {
	t.Parallel()
	for builder, text := range map[string]string{
		"Jib, ko, apko, Bazel": "1970-01-01T00:00:00Z", "Nix": "1970-01-01T00:00:01Z", "Buildpacks": "1980-01-01T00:00:01Z",
	} {
		constant, err := time.Parse(time.RFC3339, text)
		if err != nil {
			t.Fatal(err)
		}
		if got := wire.BuildTime(text); !got.IsZero() {
			t.Errorf("%s: %s became %v", builder, text, got)
		}
		if got := wire.UnixBuildTime(constant.Unix()); !got.IsZero() {
			t.Errorf("%s: %d became %v", builder, constant.Unix(), got)
		}
	}
	built := time.Date(2013, time.December, 5, 6, 7, 8, 0, time.UTC)
	if got := wire.BuildTime("2013-12-05T06:07:08Z"); !got.Equal(built) {
		t.Errorf("%v became %v", built, got)
	}
	if got := wire.UnixBuildTime(built.Unix()); !got.Equal(built) {
		t.Errorf("%d became %v", built.Unix(), got)
	}
}

func TestImagePath(t *testing.T) {
	t.Parallel()
	if got := wire.ImagePath("r:5000/a b:1", "json"); got != "/images/r:5000/a%20b:1/json" {
		t.Error(got)
	}
}
