package execute

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"slices"
	"syscall"
	"testing"

	"github.com/containerd/errdefs"

	"jettison/model"
)

func TestRefuse(t *testing.T) {
	web := &model.Container{ID: "3f2a91c07d5512345678", Name: "web-3", State: model.StateExited}
	api := &model.Container{ID: "aaaaaaaaaaaa12345678", Name: "api-1", State: model.StateRunning}
	step := &model.Step{Action: model.ActionRemove, Thing: &model.Image{}, Blockers: []model.Blocker{
		{Kind: model.BlockerStopped, Things: []model.Thing{web, api}},
	}}
	for _, tc := range []struct {
		class     error
		text      string
		kind      model.RefusalKind
		code      int
		container string
		remedy    model.Remedy // the first
	}{
		// Docker, both stores.
		{errdefs.ErrConflict, "conflict: unable to delete 0123456789ab (cannot be forced) - image is being used by running container bbbbbbbbbbbb", model.RefusalRunning, 409, "bbbbbbbbbbbb", model.RemedyStopRemove},
		{errdefs.ErrConflict, "conflict: unable to delete 0123456789ab (must be forced) - image is being used by stopped container 3f2a91c07d55", model.RefusalStopped, 409, "3f2a91c07d55", model.RemedyRemoveStopped},
		{errdefs.ErrConflict, `conflict: unable to remove repository reference "t:2" (must force) - container 3f2a91c07d55 is using its referenced image 0123456789ab`, model.RefusalStopped, 409, "3f2a91c07d55", model.RemedyRemoveStopped},
		{errdefs.ErrConflict, "conflict: unable to delete t:2 (must be forced) - container aaaaaaaaaaaa is using its referenced image 0123456789ab", model.RefusalRunning, 409, "aaaaaaaaaaaa", model.RemedyStopRemove},
		{errdefs.ErrConflict, "conflict: unable to delete t:2 (must be forced) - container cccccccccccc is using its referenced image 0123456789ab", model.RefusalInUse, 409, "cccccccccccc", model.RemedyStopRemove},
		{errdefs.ErrConflict, "conflict: unable to delete 0123456789ab (cannot be forced) - image has dependent child images", model.RefusalChildren, 409, "", model.RemedyMarkDescendants},
		{errdefs.ErrConflict, "conflict: unable to delete 0123456789ab (must be forced) - image is referenced in multiple repositories", model.RefusalReferences, 409, "", model.RemedyMarkReferences},
		{errdefs.ErrConflict, "conflict: unable to delete 0123456789ab (must be forced) - image is referenced in one or more repositories", model.RefusalReferences, 409, "", model.RemedyMarkReferences},
		{errdefs.ErrInvalidArgument, "invalid reference format", model.RefusalBadRequest, 400, "", model.RemedyNone},
		{errdefs.ErrInternal, "driver \"overlay2\" failed to remove root filesystem: device or resource busy", model.RefusalServer, 500, "", model.RemedyNone},
		{errdefs.ErrUnavailable, "the daemon is shutting down", model.RefusalServer, 503, "", model.RemedyNone},
		{errdefs.ErrPermissionDenied, "authorization denied by plugin", model.RefusalForbidden, 403, "", model.RemedyNone},
		{errdefs.ErrConflict, "something new", model.RefusalConflict, 409, "", model.RemedyNone},
		{errors.New("unexpected status 502"), "bad gateway", model.RefusalServer, 500, "", model.RemedyNone},
		// Docker, containers.
		{errdefs.ErrConflict, "You cannot remove a running container aaaaaaaaaaaa12345678. Stop the container before attempting removal or force remove", model.RefusalStarted, 409, "aaaaaaaaaaaa", model.RemedyStopRemove},
		{errdefs.ErrConflict, `cannot remove container "/api-1": container is running: stop the container before removing or force remove`, model.RefusalStarted, 409, "", model.RemedyStopRemove},
		{errdefs.ErrConflict, `cannot remove container "api-1": container is paused and must be unpaused first`, model.RefusalStarted, 409, "", model.RemedyStopRemove},
		// Podman.
		{errdefs.ErrConflict, "image t:2 is in an invalid state: removing image 0a1b: container 3f2a91c07d5512345678 using image could not be removed: cannot remove container 3f2a91c07d5512345678 as it is running - running or paused containers cannot be removed without force: container state improper", model.RefusalRunning, 409, "3f2a91c07d55", model.RemedyStopRemove},
		{errdefs.ErrConflict, "image t:2 is in use: image used by 3f2a91c07d5512345678: image is in use by a container: consider listing external containers and force-removing image", model.RefusalStopped, 409, "3f2a91c07d55", model.RemedyRemoveStopped},
		{errdefs.ErrConflict, "image t:2 is in use: image used by eeeeeeeeeeee12345678: image is in use by a container: consider listing external containers and force-removing image", model.RefusalUnlisted, 409, "eeeeeeeeeeee", model.RemedySkip},
		{errdefs.ErrInternal, `unable to delete image "0123" by ID with more than one tag ([a:1 b:1]): please force removal`, model.RefusalReferences, 500, "", model.RemedyMarkReferences},
		{errdefs.ErrInternal, "cannot remove container aaaaaaaaaaaa12345678 as it is running - running or paused containers cannot be removed without force: container state improper", model.RefusalStarted, 500, "aaaaaaaaaaaa", model.RemedyStopRemove},
	} {
		got := refuse(refused(tc.class, tc.text), step)
		first := model.RemedyNone
		if len(got.Remedies) > 0 {
			first = got.Remedies[0]
		}
		container := ""
		if len(got.Containers) > 0 {
			container = got.Containers[0].ID.Short()
		}
		if got.Kind != tc.kind || got.Code != tc.code || container != tc.container || first != tc.remedy || got.Raw != tc.text {
			t.Errorf("%s\n got %+v", tc.text, got)
		}
	}
}

func TestRefusalNamesTheContainerOfThePlan(t *testing.T) {
	web := &model.Container{ID: "3f2a91c07d5512345678", Name: "web-3"}
	blocked := &model.Step{Thing: &model.Image{}, Blockers: []model.Blocker{{Things: []model.Thing{web}}}}
	for short, step := range map[string]*model.Step{"3f2a91c07d55": blocked, "": {Thing: web}} {
		if got := refuseStarted(step, short).Containers; len(got) != 1 || got[0] != web {
			t.Errorf("%q: %+v", short, got)
		}
	}
	if got := refuseStarted(blocked, "").Containers; got != nil {
		t.Errorf("an image names %+v", got)
	}
}

func TestRefusalNamesReferences(t *testing.T) {
	text := "unable to delete image \"0123\" by ID with more than one tag ([docker.io/library/a:1 quay.io/b:1]): please force removal"
	if got := refuse(refused(errdefs.ErrInternal, text), &model.Step{}).Refs; !slices.Equal(got, []string{"a:1", "quay.io/b:1"}) {
		t.Errorf("references %q", got)
	}
}

func TestRefuseCleans(t *testing.T) {
	got := refuse(refused(errdefs.ErrInternal, "\x1b]0;title\x07broke"), &model.Step{})
	if got.Raw != "]0;titlebroke" {
		t.Errorf("raw is %q", got.Raw)
	}
}

func TestMissingOnEngine(t *testing.T) {
	for _, test := range []struct {
		text string
		want bool
	}{
		{"No such image: nope:1", true},
		{"reference does not exist", true},
		{"unrecognized image ID sha256:0123", true},
		{"NotFound: image \"docker.io/library/a:1\": not found", true},
		{"failed to find image nope:1: image not known", true},
		{"No such container: web", true},
		{"image with reference a was found but does not provide the specified platform (x)", false},
		{"failed to read config content: rpc error: code = NotFound desc = content digest sha256:0123: not found", false},
	} {
		text, want := test.text, test.want
		if got := isMissingOnEngine(refused(errdefs.ErrNotFound, text)); got != want {
			t.Errorf("%q is missing: %v, want %v", text, got, want)
		}
	}
	if isMissingOnEngine(refused(errdefs.ErrConflict, "No such image")) || isMissingOnEngine(nil) {
		t.Error("what is no 404 is missing")
	}
}

func TestLost(t *testing.T) {
	for _, err := range []error{
		io.EOF, io.ErrUnexpectedEOF, net.ErrClosed, context.DeadlineExceeded,
		&net.OpError{Op: "read", Err: syscall.ECONNRESET}, &net.OpError{Op: "dial", Err: syscall.ECONNREFUSED},
	} {
		if !isLost(err) {
			t.Errorf("%v is not lost", err)
		}
	}
	for _, err := range []error{refused(errdefs.ErrInternal, "x"), refused(errdefs.ErrNotFound, "x"), &json.SyntaxError{}, context.Canceled} {
		if isLost(err) {
			t.Errorf("%v is lost", err)
		}
	}
}
