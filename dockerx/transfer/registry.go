package transfer

import (
	"context"
	"slices"
	"strings"

	"github.com/containerd/errdefs"
	"github.com/distribution/reference"
	"github.com/moby/moby/api/pkg/authconfig"
	"github.com/moby/moby/api/types/registry"
	"github.com/moby/moby/client"

	"jettison/dockerx"
	"jettison/dockerx/internal/fanout"
	"jettison/model"
)

// hubAuth is the name of Docker Hub in docker's configuration.
const hubAuth = "https://index.docker.io/v1/"

// registryAuth returns the header that logs the engine in at the registry of a reference,
// from docker's configuration or the credential helper that it names. It is empty if they
// have no credentials.
func registryAuth(client *dockerx.Client, ref reference.Named) (string, error) {
	conf, err := client.DockerConfig()
	if err != nil {
		return "", err
	}
	host := reference.Domain(ref)
	if host == "docker.io" {
		host = hubAuth
	}
	auth, err := conf.GetAuthConfig(host)
	if err != nil {
		return "", &model.Problem{
			Kind: model.ProblemOther, Reason: model.ReasonCredentials, Name: model.Clean(host), Text: model.Clean(err.Error()),
		}
	}
	if auth.Username == "" && auth.Password == "" && auth.IdentityToken == "" && auth.RegistryToken == "" && auth.Auth == "" {
		return "", nil
	}
	return authconfig.Encode(registry.AuthConfig{
		Username: auth.Username, Password: auth.Password, Auth: auth.Auth,
		ServerAddress: auth.ServerAddress, IdentityToken: auth.IdentityToken, RegistryToken: auth.RegistryToken,
	})
}

// InRegistry has the engine ask a registry whether it has what a digest reference names.
// Errors are *model.Problem; then it is unknown.
func InRegistry(ctx context.Context, c *dockerx.Client, ref string) (bool, error) {
	named, err := reference.ParseNormalizedNamed(ref)
	if err != nil {
		return false, dockerx.ProblemOf(err, c.Host())
	}
	auth, unknown := registryAuth(c, named)
	_, err = c.API().DistributionInspect(ctx, named.String(), client.DistributionInspectOptions{EncodedRegistryAuth: auth})
	switch {
	case err == nil:
		return true, nil
	case isManifestUnknown(err):
		return false, nil
	case unknown != nil:
		return false, dockerx.ProblemOf(unknown, c.Host())
	}
	problem := dockerx.ProblemOf(err, c.Host())
	if problem.Kind != model.ProblemAnswer && problem.Kind != model.ProblemOther {
		return false, problem
	}
	return false, &model.Problem{
		Kind: problem.Kind, Reason: model.ReasonRegistry, Host: problem.Host,
		Name: reference.Domain(named), Text: problem.Raw, Raw: problem.Raw,
	}
}

// registryJobs is how many registry requests run side by side.
const registryJobs = 8

// AskRegistries has the engine ask registries for digest references. References without an
// answer are missing from the answers; the error, a *model.Problem, is of one of them.
func AskRegistries(ctx context.Context, c *dockerx.Client, refs []string) (model.RegistryAnswers, error) {
	type answer struct {
		ref string
		has bool
		err error
	}
	answers := model.RegistryAnswers{}
	var problem error
	ask := func(ctx context.Context, ref string) (answer, error) {
		has, err := InRegistry(ctx, c, ref)
		return answer{ref, has, err}, ctx.Err()
	}
	err := fanout.Each(ctx, registryJobs, slices.Values(refs), ask, func(a answer) {
		if a.err != nil {
			problem = a.err
			return
		}
		answers[a.ref] = a.has
	})
	if err != nil {
		return answers, dockerx.ProblemOf(err, c.Host())
	}
	return answers, problem
}

// isManifestUnknown reports whether a registry said that it has no such manifest. An engine
// that can't ask answers 404 too, with another text.
func isManifestUnknown(err error) bool {
	text := strings.ToLower(err.Error())
	return strings.Contains(text, "manifest unknown") || strings.Contains(text, "name unknown") ||
		strings.Contains(text, "not known to registry") || errdefs.IsNotFound(err) && strings.Contains(text, "manifest")
}
