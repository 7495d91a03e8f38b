package modeltest

import (
	"fmt"
	"time"
)

// Developer is the engine of a working developer after a year without a
// clean-up: about 250 images (pulled bases, eight services with many versions,
// builds that lost their tag, images of CI, models of several gigabytes),
// about 35 containers, 20 volumes and 60 records of build cache.
func Developer(seed uint64, now time.Time) *World {
	d := &developer{World: New(seed, now), bases: map[string][]*Image{}, deps: map[string][]*Entry{}}
	d.pullBases()
	for _, s := range services() {
		d.release(s)
	}
	d.buildInCI()
	d.loseTags()
	d.buildClassic()
	d.trainModels()
	d.pullByDigest()
	d.runContainers()
	d.keepVolumes()
	d.fillCache()
	return d.World
}

// developer is a world in the making.
type developer struct {
	*World
	bases map[string][]*Image // by the first tag, the oldest first
	deps  map[string][]*Entry // of each service, the oldest first
}

// buildkit marks instructions as BuildKit writes them.
const buildkit = " # buildkit"

func runStep(command string, size int64) Instruction {
	return Instruction{By: "RUN /bin/sh -c " + command + buildkit, Size: size, Comment: "buildkit.dockerfile.v0"}
}

func copyStep(what string, size int64) Instruction {
	return Instruction{By: "COPY " + what + buildkit, Size: size, Comment: "buildkit.dockerfile.v0"}
}

func setStep(instruction string) Instruction {
	return Instruction{By: instruction, Empty: true, Comment: "buildkit.dockerfile.v0"}
}

// workdirStep makes a layer without bytes, as BuildKit does.
func workdirStep(dir string) Instruction {
	return Instruction{By: "WORKDIR " + dir, Comment: "buildkit.dockerfile.v0"}
}

// mb is about so many megabytes, never a round number.
func (w *World) mb(n float64) int64 {
	size := int64(n * float64(megabyte))
	return size + w.rand.Int64N(max(1, size/40))
}

// sha is a short commit.
func (w *World) sha() string { return w.hexID()[:7] }

// depsAt is the history of a service up to its dependencies at a time.
func (d *developer) depsAt(repo string, at time.Time) *Entry {
	generations := d.deps[repo]
	newest := generations[0]
	for _, entry := range generations {
		if !entry.Created.After(at) {
			newest = entry
		}
	}
	return newest
}

// buildInCI leaves the images of pipelines behind, one for each commit.
func (d *developer) buildInCI() {
	for i := range 32 {
		service, path := "api", "/out/api /usr/local/bin/api"
		if i%3 == 2 {
			service, path = "web", "/app/dist /app/dist"
		}
		commit, created := d.sha(), d.ago(float64(i)*1.7+0.6)
		d.Build(Recipe{
			On: d.depsAt("acme/"+service, created), Created: created,
			Add: []Instruction{copyStep(path, d.mb(24)), setStep(`CMD ["` + service + `"]`)},
			Tags: []string{
				"registry.local:5000/ci/" + service + ":ci-" + commit,
			},
			Cmd: []string{service},
			Labels: map[string]string{
				"org.opencontainers.image.revision": commit, "environment": "ci",
				"ci.pipeline": fmt.Sprint(48211 - 3*i),
			},
		})
	}
}

// loseTags builds under the same tag again and again, as work on a branch does:
// all but the last lose it.
func (d *developer) loseTags() {
	for _, branch := range []struct {
		on, tag string
		builds  int
	}{
		{"acme/api", "acme/api:dev", 12},
		{"acme/web", "acme/web:dev", 10},
		{"registry.local:5000/acme/worker", "registry.local:5000/acme/worker:staging", 6},
	} {
		for i := range branch.builds {
			created := d.ago(float64(branch.builds-i) * 2.3)
			d.Build(Recipe{
				On: d.depsAt(branch.on, created), Created: created, Tags: []string{branch.tag},
				Add:    []Instruction{copyStep(". .", d.mb(31)), setStep(`CMD ["serve"]`)},
				Labels: map[string]string{"environment": "development"}, Cmd: []string{"serve"},
			})
		}
	}
}

// buildClassic builds with the classic builder, which leaves an image behind
// for every instruction.
func (d *developer) buildClassic() {
	for i, version := range []string{"2.3", "2.4", "2.5"} {
		created := d.ago(float64(420 - 90*i))
		recipe := Recipe{
			From: d.base("debian:12-slim", created), Classic: true, Created: created,
			Tags: []string{"legacy/reports:" + version}, Labels: map[string]string{"maintainer": "reports"},
			Add: []Instruction{
				Set("/bin/sh -c #(nop)  LABEL maintainer=reports"),
				Run("/bin/sh -c apt-get update && apt-get install -y perl ghostscript", d.mb(92)),
				Run("/bin/sh -c #(nop) COPY dir:"+d.hexID()[:12]+" in /opt/reports ", d.mb(18)),
				Set("/bin/sh -c #(nop)  ENTRYPOINT [\"/opt/reports/run\"]"),
			},
			Cmd: []string{"/opt/reports/run"},
		}
		built := d.Build(recipe)
		if i == 2 {
			d.Tag(built, "legacy/reports:stable", d.ago(200))
		}
	}
	// A build that failed half way left its last step without a tag.
	failed := d.ago(311)
	d.Build(Recipe{
		From: d.base("debian:12-slim", failed), Classic: true, Created: failed,
		Add: []Instruction{
			Set("/bin/sh -c #(nop)  WORKDIR /src"),
			Run("/bin/sh -c apt-get update && apt-get install -y build-essential", d.mb(243)),
		},
	})
}

// trainModels makes the images that are the largest of all.
func (d *developer) trainModels() {
	cuda := d.Stack(d.base("ubuntu:22.04", d.Now).History, d.ago(300),
		runStep("apt-get install -y cuda-runtime-12-4", d.mb(2210)),
		setStep("ENV NVIDIA_VISIBLE_DEVICES=all"),
		runStep("pip install torch==2.4.0", d.mb(2870)))
	for i, month := range []string{"2024-11", "2025-02", "2025-05", "2025-08", "2025-10"} {
		d.Build(Recipe{
			On: cuda, Created: d.ago(float64(280 - 55*i)), Tags: []string{"registry.local:5000/ml/train:" + month},
			Add: []Instruction{
				copyStep("requirements.txt .", d.mb(0.01)), runStep("pip install -r requirements.txt", d.mb(740)),
				copyStep("weights /weights", d.mb(2600+400*float64(i))), setStep(`ENTRYPOINT ["python" "train.py"]`),
			},
			Cmd: []string{"python", "train.py"}, Labels: map[string]string{"team": "ml"},
		})
	}
	d.Build(Recipe{
		On: cuda, Created: d.ago(41), Tags: []string{"ml/notebook:latest", "ml/notebook:2.1"},
		Add: []Instruction{runStep("pip install jupyterlab pandas scikit-learn", d.mb(1130)), setStep("EXPOSE map[8888/tcp:{}]")},
		Cmd: []string{"jupyter", "lab"}, Labels: map[string]string{"team": "ml", "keep": "true"},
	})
	d.Build(Recipe{
		On: d.base("ubuntu:22.04", d.Now).History, Created: d.ago(96), Tags: []string{"vllm/vllm-openai:v0.6.3"}, Pulled: true,
		Add: []Instruction{runStep("apt-get install -y python3 cuda-12-4", d.mb(4420)), runStep("pip install vllm", d.mb(5310))},
		Cmd: []string{"python3", "-m", "vllm.entrypoints.openai.api_server"},
	})
}

// pullByDigest pulls images that never had a tag here, as charts and compose
// files that pin digests do.
func (d *developer) pullByDigest() {
	for i, repo := range []string{"ghcr.io/acme/policy-agent", "quay.io/prometheus/node-exporter", "ghcr.io/acme/migrate", "bitnami/kubectl"} {
		d.Build(Recipe{
			Add: []Instruction{
				Run("/bin/sh -c #(nop) ADD file:"+d.hexID()[:16]+" in / ", d.mb(7.4)),
				Run("COPY /bin/tool /bin/tool"+buildkit, d.mb(38+9*float64(i))), setStep(`ENTRYPOINT ["/bin/tool"]`),
			},
			Created: d.ago(float64(60 + 40*i)), Digests: []string{repo + "@" + d.digest()}, Cmd: []string{"/bin/tool"},
		})
	}
}
