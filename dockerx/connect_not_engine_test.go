package dockerx_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"

	"jettison/dockerx"
	"jettison/model"
)

// A server that is no engine is told as that, without its pages.
func TestConnectToOtherServers(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(server.Close)
	_, err := dockerx.Connect(t.Context(), dockerx.Options{Host: "tcp://" + server.Listener.Addr().String(), Env: func(string) string { return "" }})
	problem, ok := errors.AsType[*model.Problem](err)
	if !ok || problem.Kind != model.ProblemAddress || problem.Reason != model.ReasonNotEngine || problem.Host == "" {
		t.Errorf("%v", err)
	}
}
