package words_test

import (
	"strings"
	"testing"

	"jettison/model"
	"jettison/model/words"
)

func TestVerdicts(t *testing.T) {
	t.Parallel()
	digests := []string{"app@sha256:" + strings.Repeat("1", 64)}
	source := map[string]string{
		"org.opencontainers.image.source": " https://example.com/\x1bapi ", "org.label-schema.vcs-ref": strings.Repeat("3f", 20),
	}
	has := func(there bool) model.RegistryAnswers { return model.RegistryAnswers{digests[0]: there} }
	for _, tt := range []struct {
		store   model.Store
		digests []string
		labels  map[string]string
		answers model.RegistryAnswers
		backup  string
		word    string
		want    string
	}{
		{model.StoreGraph, digests, source, nil, "", "can be pulled again", "can be pulled again by digest, as long as the registry keeps it"},
		{model.StoreContainerd, digests, nil, has(true), "", "can be pulled again", "can be pulled again by digest: the registry was asked and has it"},
		{model.StoreContainerd, digests, nil, nil, "", "in a registry if it was pushed", "can be pulled again if it was ever pushed, which this store does not tell"},
		{model.StoreGraph, nil, source, nil, "", "can be built again", "no registry digest; can be built again from https://example.com/api at 3f3f3f3f3f3f"},
		{
			model.StoreGraph, digests, source, has(false), "", "can be built again",
			"the registry was asked and has it no more; can be built again from https://example.com/api at 3f3f3f3f3f3f",
		},
		{model.StoreContainerd, nil, nil, nil, "", "only copy", "the only copy: no registry digest to pull it by"},
		{model.StoreGraph, digests, nil, has(false), "", "only copy", "the only copy: the registry was asked and has it no more"},
		{model.StoreGraph, digests, nil, nil, "nightly", "backed up", "is in the backup nightly"},
	} {
		image := &model.Image{ID: "sha256:aa", Tags: []string{"app:1"}, Digests: tt.digests, Labels: tt.labels}
		inv := model.NewInventory(model.Engine{Store: tt.store}, now, []*model.Image{image}, nil, nil).WithRegistryAnswers(tt.answers)
		if tt.backup != "" {
			inv = inv.WithBackups(model.Backups{image.Target(): {{Name: tt.backup}}})
		}
		if word := words.Verdict(inv.Verdict(image)); word != tt.word {
			t.Errorf("%s: in a word %q, want %q", tt.want, word, tt.word)
		}
		if got := words.VerdictOn(inv, image); got != tt.want {
			t.Errorf("got %q, want %q", got, tt.want)
		}
	}
}

func TestSource(t *testing.T) {
	t.Parallel()
	for want, source := range map[string]model.Source{
		"x":                            {URL: "x"},
		"x at v1.2-and-more-than-that": {URL: "x", Revision: "v1.2-and-more-than-that"},
		"x at 3f2a91c07d55":            {URL: "x", Revision: "3f2a91c07d55aa0012bb"},
	} {
		if got := words.Source(source); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
