package cli

import (
	"context"
	"slices"

	"jettison/dockerx/inventory"
	"jettison/model"
	"jettison/model/words"
)

// withManifestLayers adds what tells whose content a platform shares. It is asked for only where
// platforms are to go: it takes an inspection for each platform of each image.
func (e *engine) withManifestLayers(ctx context.Context, inv *model.Inventory) (*model.Inventory, error) {
	known, err := inventory.ManifestLayers(ctx, e.client, inv)
	if err != nil {
		return nil, err
	}
	e.inventory = inv.WithManifestLayers(known)
	return e.inventory, nil
}

// platformKeys returns the keys of the platforms that the flag names, of the images of rows. A
// platform belongs to an image and not to one of its names, so it goes only where all of these
// were matched; partly are the images of which only some were. none are the names of platforms
// that no image of rows has.
func (r *rmFlags) platformKeys(inv *model.Inventory, rows []*model.Row) (keys []model.Key, partly []*model.Image, none []string) {
	matched := map[model.ImageID]int{}
	has := map[string]bool{}
	for _, row := range rows {
		matched[row.Image.ID]++
	}
	for _, image := range inv.Images() {
		var of []model.Key
		present, _ := image.Platforms()
		for _, m := range present {
			same := func(name string) bool { return model.SamePlatform(name, m.Platform) }
			if !slices.ContainsFunc(r.platforms, same) {
				continue
			}
			of = append(of, model.PlatformKey(image.ID, m.Digest))
			if matched[image.ID] > 0 {
				for _, name := range r.platforms {
					has[name] = has[name] || same(name)
				}
			}
		}
		switch n := matched[image.ID]; {
		case n == 0 || len(of) == 0:
		case n < len(image.Keys()):
			partly = append(partly, image)
		default:
			keys = append(keys, of...)
		}
	}
	for _, name := range r.platforms {
		if !has[name] && !slices.Contains(none, name) {
			none = append(none, name)
		}
	}
	return keys, partly, none
}

// planPlatforms plans the removal of platforms of the images of rows.
func (r *rmFlags) planPlatforms(ctx context.Context, e *engine, inv *model.Inventory, rows []*model.Row) (*model.Plan, error) {
	if !inv.Engine.RemovesPlatforms() {
		return nil, &UsageError{"This engine does not remove single platforms.", "Docker 28.2 and newer with the containerd image store does."}
	}
	inv, err := e.withManifestLayers(ctx, inv)
	if err != nil {
		return nil, err
	}
	keys, partly, none := r.platformKeys(inv, rows)
	for _, name := range none {
		if len(rows) > 0 { // else it is told that nothing matches
			e.call.note("no image that the query matches has the platform %s", model.Clean(name))
		}
	}
	for _, image := range partly {
		e.call.note("left out: %s: the query does not match all of its names, which all have the platform: %s", image.Name(), words.List(image.Refs()))
	}
	return e.plan(ctx, func(inv *model.Inventory) *model.Plan { return model.NewPlan(inv, keys, r.choices(inv)) })
}
