package words_test

import (
	"strings"
	"testing"
	"time"

	"jettison/model"
	"jettison/model/words"
)

func TestUserWords(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)
	web := &model.Container{ID: "c1", Name: "web", Image: "sha256:base", State: model.StateExited, Since: now.Add(-time.Hour), Mounts: []string{"app:1"}}
	api := &model.Container{ID: "c2", Name: "api", Image: "sha256:app", State: model.StateRunning, Since: now.Add(-time.Hour)}
	shop := &model.Service{ID: "s1", Name: "shop", Image: "app:2", Previous: "app:1"}
	inv := model.NewInventory(model.Engine{}, now, []*model.Image{{ID: "sha256:app", Tags: []string{"app:1"}}}, []*model.Container{web, api}, nil).
		WithServices([]*model.Service{shop})
	mount := &model.Blocker{Kind: model.BlockerMount, Things: []model.Thing{web}}
	served := &model.Blocker{Kind: model.BlockerService, Services: []*model.Service{shop}}
	external := &model.Blocker{Kind: model.BlockerExternal, Things: []model.Thing{web}}
	docker, podman := model.Engine{Store: model.StoreGraph}, model.Engine{Store: model.StorePodman}
	for want, got := range map[string]string{
		"api web service shop":                                                              strings.Join(words.UsedBy(inv, "sha256:app"), " "),
		"storage, created 1 hour ago":                                                       words.ContainerState(&model.Container{State: model.StateStorage, Since: now.Add(-time.Hour), External: true}, now),
		"mounted by the container web (exited 1 hour ago)":                                  words.Blocker(mount, now),
		"named by the swarm service shop (`docker service rm shop` ends that)":              words.Blocker(served, now),
		"used by the build's container web (`podman rm -f web` removes it)":                 words.Blocker(external, now),
		"swarm service shop, which names app:2, and app:1 before its last update":           words.Service(shop),
		"force: the image goes now, its files only when the containers go":                  words.Remedy(model.RemedyForce, mount, docker, true),
		"force: it goes all the same; the services can start no task here until it is back": words.Remedy(model.RemedyForce, served, docker, true),
		"force: the image goes with its bytes; the containers that mount it find nothing there and can't start again": words.Remedy(
			model.RemedyForce, mount, podman, true),
		"the container web uses the image by this name and can't be created by it again": words.Stranded(&model.Step{Stranded: []*model.Container{web}}),
	} {
		if got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
}
