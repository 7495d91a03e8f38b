package contract_test

import (
	"archive/tar"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"testing"
	"time"

	"github.com/moby/moby/client"

	"jettison/dockerx/enginetest"
)

func TestZZ(t *testing.T) {
	for _, f := range []enginetest.Flavor{enginetest.Docker20, enginetest.Docker28, enginetest.Docker28Containerd, enginetest.Docker29, enginetest.Docker29Containerd} {
		t.Run(string(f), func(t *testing.T) {
			e := engines.Engine(t, f, contractWorld())
			c := e.Client()
			for n := range 3 {
				config := fmt.Sprintf(`{"architecture":"amd64","os":"linux","comment":"jettison %d","config":{},"rootfs":{"type":"layers","diff_ids":[]}}`, n)
				sum := sha256.Sum256([]byte(config))
				id := hex.EncodeToString(sum[:])
				var b bytes.Buffer
				w := tar.NewWriter(&b)
				put := func(name, s string) {
					w.WriteHeader(&tar.Header{Name: name, Size: int64(len(s)), Mode: 0o644, Typeflag: tar.TypeReg})
					w.Write([]byte(s))
				}
				put(id+".json", config)
				put("manifest.json", `[{"Config":"`+id+`.json","RepoTags":["`+repo+`app:1"],"Layers":[]}]`)
				w.Close()
				start := time.Now()
				r, err := c.ImageLoad(t.Context(), &b, client.ImageLoadWithQuiet(true))
				if err != nil {
					t.Log(err)
					return
				}
				s, _ := io.ReadAll(r)
				t.Logf("%v %s", time.Since(start), s)
				start = time.Now()
				res, err := c.ImageRemove(t.Context(), "sha256:"+id, client.ImageRemoveOptions{})
				t.Log(time.Since(start), res, err)
				start = time.Now()
				_, err = c.ImageTag(t.Context(), client.ImageTagOptions{Source: repo + "app:2", Target: repo + "app:1"})
				t.Log(time.Since(start), err)
			}
		})
	}
}
