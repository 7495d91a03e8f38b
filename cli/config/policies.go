package config

import (
	"math"
	"slices"
	"time"

	"jettison/model"
	"jettison/model/policy"
	"jettison/model/query"
)

// The keys of a policy.
const (
	keyRemove  = "remove"
	keyKeep    = "keep"
	keyMinFree = "min_free"
	keyMaxAll  = "max_total"
	keyStopped = "stopped_older_than"
	keyBatch   = "batch"
)

func policyKeys() []string {
	return []string{keyRemove, keyKeep, keyMinFree, keyMaxAll, keyStopped, keyBatch}
}

// policies collects the policies of a document while it is read.
type policies struct {
	*reader
	found []Policy
	heads []span // where each policy begins
}

// take reads an entry of a table [policy.NAME].
func (p *policies) take(e *entry) {
	name := e.path[1]
	at := slices.IndexFunc(p.found, func(other Policy) bool { return other.Name == name })
	if at < 0 {
		if name == "" || model.Clean(name) != name {
			p.report(e.keys[1], "%q can't be the name of a policy", name)
		}
		at = len(p.found)
		p.found = append(p.found, Policy{Policy: &policy.Policy{Name: name}, Origin: p.origin(e.keys[1])})
		p.heads = append(p.heads, e.keys[1])
	}
	switch {
	case len(e.path) == 2:
		if e.value.kind != kindTable {
			p.report(e.value.at, "a policy is a table, written as [%s.%s]", tablePolicy, name)
		}
	case len(e.path) > 3 || !slices.Contains(policyKeys(), e.path[2]):
		p.unknown(e.keys[2], "key", e.path[2], policyKeys())
	default:
		p.takeKey(&p.found[at], e)
	}
}

// takeKey reads one key of a policy.
func (p *policies) takeKey(of *Policy, e *entry) {
	var shown any
	switch e.path[2] {
	case keyRemove:
		of.Remove, shown = p.queries(e)
	case keyKeep:
		of.Keep, shown = p.queries(e)
	case keyMinFree:
		of.MinFree, shown = p.bytes(e.value), e.value.text
	case keyMaxAll:
		of.MaxTotal, shown = p.bytes(e.value), e.value.text
	case keyStopped:
		of.StoppedOlderThan, shown = p.duration(e.value), e.value.text
	case keyBatch:
		of.Batch, _ = p.whole(e.value, 1, math.MaxInt32)
		shown = of.Batch
	}
	of.Entries = append(of.Entries, Entry{e.path[2], Value[any]{shown, p.origin(e.at())}})
}

// queries reads one query or a list of them. It rejects a query without terms, which would
// match every image.
func (p *policies) queries(e *entry) (parsed []*query.Query, texts []string) {
	members, _ := p.texts(e.value)
	for _, member := range members {
		if member.kind != kindText {
			continue
		}
		q, err := query.Parse(member.text)
		if err == nil {
			err = q.Only("are not removed by policies", model.KindImage)
		}
		switch {
		case err != nil:
			p.reportQuery(member, err)
		case q.Empty():
			p.report(member.at, "this query is empty, and would match every image; what matches every image is `dangling or -dangling`")
		case q.Names("marked"):
			p.report(member.at, "`marked` means nothing in a policy: only the screen has marks")
		default:
			parsed = append(parsed, q)
			texts = append(texts, member.text)
		}
	}
	return parsed, texts
}

func (p *policies) bytes(value node) int64 {
	if value.kind != kindText {
		p.report(value.at, "this is %s, but must be a number of bytes in quotes, such as \"20GB\"", value.kind.words())
		return 0
	}
	n, err := query.ParseBytes(value.text)
	switch {
	case err != nil:
		p.reportQuery(value, err)
	case n == 0:
		p.report(value.at, "a budget of nothing means nothing; leave it out")
	}
	return n
}

func (p *policies) duration(value node) time.Duration {
	if value.kind != kindText {
		p.report(value.at, "this is %s, but must be a duration in quotes, such as \"7d\"", value.kind.words())
		return 0
	}
	length, err := query.ParseDuration(value.text)
	switch {
	case err != nil:
		p.reportQuery(value, err)
	case length == 0:
		p.report(value.at, "%#q is no time; leave it out to keep every container, or write `1s`", value.text)
	}
	return length
}

// finish checks what depends on a whole policy.
func (p *policies) finish() []Policy {
	for i := range p.found {
		says := slices.ContainsFunc(p.found[i].Entries, func(e Entry) bool { return e.Name == keyRemove })
		if !says || len(p.found[i].Remove) == 0 && len(p.problems) == 0 {
			p.report(p.heads[i], "the policy %#q has no %s, and so removes nothing", p.found[i].Name, keyRemove)
		}
	}
	return p.found
}
