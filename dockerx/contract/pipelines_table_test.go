package contract_test

import (
	"slices"
	"strings"
	"time"
)

// printRefs prints all references; imageIDs prints the third column of docker's table.
const (
	printRefs = `docker images --format '{{.Repository}}:{{.Tag}}'`
	imageIDs  = ` | awk '{print $3}'`
)

func pipelines() []pipeline {
	return slices.Concat(factPipelines(), datePipelines(), namePipelines(), orderPipelines())
}

func factPipelines() []pipeline {
	return []pipeline{
		{
			name:  "larger than",
			shell: `docker images 'sizes/*' --format '{{.Size}} {{.Repository}}:{{.Tag}}' | awk '$1 > "2MB" {print $2}'`,
			query: "repo:sizes/* size>2MB",
			meant: func(p *candidate) bool { return p.under("sizes/") && p.image.Size() > 2_000_000 },
			// Compared as text, 480kB is more than 2MB and 12MB is less.
			pipelineHits: []string{
				"sizes/small:1", "sizes/small:2", "sizes/tiny:1", "sizes/tiny:2",
			},
			pipelineMisses: []string{
				"sizes/large:1", "sizes/large:2", "sizes/large:copy",
			},
		},
		{
			name:  "dangling",
			shell: `docker images | grep none` + imageIDs,
			query: "dangling",
			meant: func(p *candidate) bool { return p.tag == "" },
			// Names contain it too.
			pipelineHits: []string{
				"acme/cli:nonet", "acme/nonesuch:1",
			},
		},
		{
			name:  "label",
			shell: `docker images -q --filter label=environment=development`,
			query: "label:environment=development",
			meant: func(p *candidate) bool { return p.image.Labels["environment"] == "development" },
		},
		{
			name: "unused",
			shell: `docker ps -a --format '{{.Image}}' | sort -u > "$HOME/used"
				` + printRefs + ` | grep -vxFf "$HOME/used"`,
			query: "unused",
			meant: func(p *candidate) bool { return !p.used },
			// The other tag of a used image, and a container created by ID; images without a tag
			// can't be named.
			// names what has no tag.
			pipelineHits: []string{
				"acme/api:stable", "acme/job:1",
			},
			pipelineMisses: []string{
				"<none> 1", "<none> 2", "<none> 3", "<none> 4", "<none> 5",
				"<none> 6", "<none> 7", "<none> 8",
			},
		},
	}
}

func datePipelines() []pipeline {
	const before = "before a date"
	january, february := time.Date(2019, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2019, 2, 1, 0, 0, 0, 0, time.UTC)
	return []pipeline{
		{
			name:  before + ", by an image of about then",
			shell: printRefs + ` --filter before=acme/dated:6`,
			query: "created<2019-02-01",
			meant: func(p *candidate) bool { return p.image.Created.Before(february) },
			// Docker requires the name of an image, and no image was built at that exact time.
			pipelineHits: []string{
				"acme/dated:2019-01-recall", "acme/dated:5",
			},
		},
		{
			name:  before + ", by text",
			shell: `docker images --format '{{.CreatedAt}} {{.Repository}}:{{.Tag}}' | awk '$1 < "2019-02-01" {print $NF}'`,
			query: "created<2019-02-01",
			meant: func(p *candidate) bool { return p.image.Created.Before(february) },
		},
		{
			name:  "in a month",
			shell: `docker images --format '{{.CreatedAt}} {{.Repository}}:{{.Tag}}' | grep 2019-01 | awk '{print $NF}'`,
			query: "created=2019-01",
			meant: func(p *candidate) bool {
				return !p.image.Created.Before(january) && p.image.Created.Before(february)
			},
			// Some tags are dates too.
			pipelineHits: []string{
				"acme/dated:2019-01-recall",
			},
		},
		{
			name:  "older than 30 days",
			shell: `docker images | grep 'months ago'` + imageIDs,
			query: "age>30d",
			meant: func(p *candidate) bool { return p.age > 30*day },
			// Docker says weeks up to two months, and years only from two years on.
			pipelineMisses: []string{
				"acme/aged:1500", "acme/aged:31", "acme/aged:45", "acme/aged:58", "acme/aged:740",
				"acme/base:1", "acme/dated:1", "acme/dated:2", "acme/dated:2019-01-recall", "acme/dated:3",
				"acme/dated:4", "acme/dated:5", "acme/dated:6", "acme/dated:7", "acme/products:staging-1",
				"acme/stock:staging-1",
			},
		},
		{
			name:  "older than 2 weeks",
			shell: `docker images | grep 'weeks ago'` + imageIDs,
			query: "age>2w",
			meant: func(p *candidate) bool { return p.age > 14*day },
			// Older images have a larger unit.
			pipelineMisses: []string{
				"acme/aged:100", "acme/aged:1500", "acme/aged:364", "acme/aged:62", "acme/aged:700",
				"acme/aged:740", "acme/dated:1", "acme/dated:2", "acme/dated:2019-01-recall", "acme/dated:3",
				"acme/dated:4", "acme/dated:5", "acme/dated:6", "acme/dated:7", "acme/stock:pinned",
				"acme/stock:prod-0", "acme/stock:prod-1", "acme/stock:prod-2",
			},
		},
		{
			name: "a time for each stage",
			shell: `now=$(date +%s)
				docker images --format '{{.Repository}}:{{.Tag}} {{.CreatedAt}}' | while read ref day time zone _; do
					case $ref in *prod*) keep=90;; *staging*) keep=30;; *dev*) keep=7;; *) continue;; esac
					[ $(( (now - $(date -d "$day $time $zone" +%s)) / 86400 )) -lt $keep ] || echo $ref
				done`,
			query: "tag:prod* age>90d or tag:staging* age>30d or tag:dev* age>7d",
			meant: func(p *candidate) bool {
				return strings.HasPrefix(p.tag, "prod") && p.age > 90*day ||
					strings.HasPrefix(p.tag, "staging") && p.age > 30*day || strings.HasPrefix(p.tag, "dev") && p.age > 7*day
			},
			// The name of a stage is part of the repository, and the first match counts.
			pipelineHits: []string{
				"acme/device:1",
			},
			pipelineMisses: []string{
				"acme/products:dev-1", "acme/products:staging-1", "acme/staging-tools:dev-1",
			},
		},
	}
}

func namePipelines() []pipeline {
	return []pipeline{
		{
			name:  "all but latest",
			shell: `docker images | grep acme/shop | grep -v latest` + imageIDs,
			query: "repo:acme/shop -tag:latest",
			meant: func(p *candidate) bool { return p.repo == "acme/shop" && p.tag != "latest" },
			// Another tag of the same image has the same ID; other names contain these.
			pipelineHits: []string{
				"acme/shop-admin:3", "acme/shop:latest", "mirror/acme/shop:1.0",
			},
			pipelineMisses: []string{
				"acme/shop:1.1-not-latest",
			},
		},
		{
			name:  "tags of stages",
			shell: `docker images | grep -E 'dev|test|staging'` + imageIDs,
			query: "tag~^(dev|test|staging)(-|$)",
			meant: func(p *candidate) bool {
				stage, _, _ := strings.Cut(p.tag, "-")
				return stage == "dev" || stage == "test" || stage == "staging"
			},
			// "latest" contains "test", and images that also have a production tag are removed
			// too.
			pipelineHits: []string{
				"acme/contest:8", "acme/device:1", "acme/device:prod-1", "acme/devices:5", "acme/shop:1.1-not-latest",
				"acme/shop:1.2", "acme/shop:latest", "acme/web:2.0-development", "acme/web:latest", "acme/web:prod",
				"apps/pay:1.12.0", "apps/pay:latest",
			},
		},
		{
			name:  "one registry",
			shell: `docker images | grep registry.example.com` + imageIDs,
			query: "registry:registry.example.com",
			meant: func(p *candidate) bool { return p.under("registry.example.com/") },
			// Other hosts, ports and paths contain the name; an ID also removes the tags of other
			// registries.
			pipelineHits: []string{
				"acme/app:moved", "acme/registry.example.com:1", "cache.registry.example.com/team/app:1", "registry.example.com:5000/team/app:1",
			},
		},
	}
}

func orderPipelines() []pipeline {
	newest := []string{
		"apps/pay:1.10.0", "apps/pay:1.11.0", "apps/pay:1.12.0", "apps/pay:latest", "apps/pay:edge",
		"apps/mail:v9", "apps/mail:v10", "apps/mail:v11",
		"apps/geo:9.0", "apps/geo:9", "apps/geo:10.0", "apps/geo:10", "apps/geo:11.0", "apps/geo:11",
		"apps/one:1", "apps/one:2", "apps/one:3", "apps/one:4",
	}
	return []pipeline{{
		name: "all but the last three versions",
		shell: `for repo in $(docker images 'apps/*' --format '{{.Repository}}' | sort -u); do
				docker images $repo --format '{{.Repository}}:{{.Tag}}' | sort -V | head -n -3
			done`,
		query: "repo:apps/* vrank>3",
		meant: func(p *candidate) bool { return p.under("apps/") && !slices.Contains(newest, p.name) },
		// Names such as latest sort last and take a place, as does every additional tag of an
		// image.
		pipelineHits: []string{
			"apps/geo:10", "apps/geo:9", "apps/geo:9.0", "apps/one:1", "apps/pay:1.10.0",
			"apps/pay:1.11.0",
		},
	}}
}

// under reports whether the reference begins with prefix.
func (p *candidate) under(prefix string) bool {
	return p.tag != "" && strings.HasPrefix(p.repo, prefix)
}
