package config

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/user"
	"path/filepath"
	"time"

	"jettison/model/policy"
	"jettison/store/files"
)

// maxDockerFile is the size limit of docker's configuration, in bytes.
const maxDockerFile = 16 << 20

// PruneFilters returns the prune filters of docker's own configuration as rules about what to
// keep, or none if there is no such configuration. A filter that can't be read is an error,
// because it may protect an image.
func PruneFilters(env Env, now time.Time) ([]policy.Filter, error) {
	file := dockerFile(env)
	if file == "" {
		return nil, nil
	}
	text, err := files.Read(file, maxDockerFile)
	if errors.Is(err, fs.ErrNotExist) || err != nil && files.IsNull(file) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("docker's configuration, whose pruneFilters keep images, can't be read: %w", err)
	}
	var docker struct {
		PruneFilters []string `json:"pruneFilters"`
	}
	if err := json.Unmarshal(text, &docker); err != nil {
		return nil, fmt.Errorf("docker's configuration %s, whose pruneFilters keep images, can't be read: %w", file, err)
	}
	var filters []policy.Filter
	for _, text := range docker.PruneFilters {
		filter, ok, err := policy.ParsePruneFilter(text, now)
		if err != nil {
			return nil, fmt.Errorf("pruneFilters in %s: %w", file, err)
		}
		if ok {
			filters = append(filters, filter)
		}
	}
	return filters, nil
}

// dockerFile returns the path of docker's configuration, or an empty string if there is no
// home.
func dockerFile(env Env) string {
	if folder := env("DOCKER_CONFIG"); folder != "" {
		return filepath.Join(folder, "config.json")
	}
	home, err := os.UserHomeDir()
	if err != nil { // a system service has no HOME; docker's CLI asks the system too
		current, err := user.Current()
		if err != nil {
			return ""
		}
		home = current.HomeDir
	}
	return filepath.Join(home, ".docker", "config.json")
}
