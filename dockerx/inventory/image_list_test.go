package inventory

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"testing"
	"time"

	"jettison/dockerx"
	"jettison/model"
)

// serve answers on a unix socket as an engine of API 1.51 and returns a client.
func serve(tb testing.TB, handler http.HandlerFunc) fetcher {
	tb.Helper()
	socket := filepath.Join(tb.TempDir(), "s")
	listener, err := net.Listen("unix", socket)
	if err != nil {
		tb.Fatal(err)
	}
	server := &httptest.Server{Listener: listener, Config: &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/_ping" {
			w.Header().Set("Api-Version", "1.51")
			return
		}
		handler(w, r)
	})}}
	server.Start()
	tb.Cleanup(server.Close)
	client, err := dockerx.Connect(tb.Context(), dockerx.Options{Host: "unix://" + socket, Env: noEnv})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = client.Close() })
	return fetcher{client}
}

func text(body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, body) }
}

func TestImageListDecodesEngineOutput(t *testing.T) {
	const id = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
	created := time.Unix(1700000000, 0)
	for name, test := range map[string]struct {
		body string
		want model.Image
	}{
		"docker 20.10, untagged": {
			`[{"Id":"` + id + `","RepoTags":["<none>:<none>"],"RepoDigests":["<none>@<none>"],"Created":1700000000,"Size":5,"SharedSize":-1}]`,
			model.Image{ID: id, Created: created, Size: 5, SharedSize: model.Unknown},
		},
		"docker 28": {
			`[{"Id":"` + id + `","RepoTags":["b:2","a:1"],"RepoDigests":[],"Created":1700000000,"Size":5,"SharedSize":3,"Labels":{"k":"v"}}]`,
			model.Image{ID: id, Tags: []string{"a:1", "b:2"}, Created: created, Size: 5, SharedSize: 3, Labels: map[string]string{"k": "v"}},
		},
		"docker 29 containerd, a digest among the tags": {
			`[{"Id":"` + id + `","RepoTags":["a@` + id + `"],"RepoDigests":["a@` + id + `"],"Created":1700000000,"Size":5,"SharedSize":0}]`,
			model.Image{ID: id, Digests: []string{"a@" + id}, Created: created, Size: 5},
		},
		"podman": {
			`[{"Id":"` + id + `","ParentId":"` + id[7:] + `","RepoTags":["docker.io/library/nginx:1","localhost/x:2"],"RepoDigests":null,"Created":1700000000,"Size":5,"SharedSize":0}]`,
			model.Image{ID: id, Parent: id, Tags: []string{"localhost/x:2", "nginx:1"}, Created: created, Size: 5},
		},
		"escape sequences": {
			`[{"Id":"` + id + `","RepoTags":["a\u001b[31m:1"],"Created":1700000000,"Size":5,"SharedSize":0,"Labels":{"k\u0007":"v\u009b"}}]`,
			model.Image{ID: id, Tags: []string{"a[31m:1"}, Created: created, Size: 5, Labels: map[string]string{"k": "v"}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			images, err := serve(t, text(test.body)).images(t.Context(), true)
			if err != nil || len(images) != 1 {
				t.Fatal(images, err)
			}
			if got := images[0]; !sameImage(got, &test.want) || got.ID != test.want.ID {
				t.Errorf("\n got %+v\nwant %+v", *got, test.want)
			}
		})
	}
}

func TestImageListEmpty(t *testing.T) {
	for _, body := range []string{"[]", "null"} {
		if images, err := serve(t, text(body)).images(t.Context(), false); err != nil || len(images) != 0 {
			t.Errorf("%s: %v %v", body, images, err)
		}
	}
}

func TestImageListInternsRepeatedText(t *testing.T) {
	body := `[{"Id":"a","Labels":{"x":"1","y":"2"}},{"Id":"b","Labels":{"y":"2","x":"1"}},{"Id":"c","Labels":{"x":"2","y":"1"}},{"Id":"d"}]`
	images, err := serve(t, text(body)).images(t.Context(), false)
	if err != nil || len(images) != 4 {
		t.Fatal(images, err)
	}
	images[0].Labels["z"] = "shared"
	if images[1].Labels["z"] != "shared" {
		t.Error("equal labels are not one map")
	}
	if images[2].Labels["x"] != "2" || images[3].Labels != nil {
		t.Errorf("labels %v, %v", images[2].Labels, images[3].Labels)
	}
}

// wireList is an image list as Docker writes it: n images of ten repositories.
func wireList(n int) []byte {
	type summary struct {
		ID                     string `json:"Id"`
		ParentID               string `json:"ParentId"`
		RepoTags, RepoDigests  []string
		Created, Size          int64
		SharedSize, Containers int64
		Labels                 map[string]string
	}
	list := make([]summary, n)
	for i := range list {
		digest := fmt.Sprintf("sha256:%064x", i+1)
		repo := fmt.Sprintf("registry.example.com/team-%d/service-%d", i%10, i%100)
		list[i] = summary{
			ID: digest, RepoTags: []string{fmt.Sprintf("%s:1.%d.%d", repo, i/100, i%100)},
			RepoDigests: []string{repo + "@" + digest}, Created: 1700000000 + int64(i), Size: 100e6 + int64(i),
			SharedSize: -1, Containers: -1,
			Labels: map[string]string{
				"org.opencontainers.image.title":    fmt.Sprintf("service-%d", i%100),
				"org.opencontainers.image.vendor":   "Example",
				"org.opencontainers.image.revision": fmt.Sprintf("%040x", i),
			},
		}
	}
	body, err := json.Marshal(list)
	if err != nil {
		panic(err)
	}
	return body
}

func BenchmarkImageList(b *testing.B) {
	for _, n := range []int{1000, 10000, 100000} {
		body := wireList(n)
		client := serve(b, func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(body) })
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.SetBytes(int64(len(body)))
			b.ReportAllocs()
			for b.Loop() {
				images, err := client.images(context.Background(), false)
				if err != nil || len(images) != n {
					b.Fatal(len(images), err)
				}
			}
		})
	}
}
