package model

import "strings"

// CacheSource is what a record was made from, by BuildKit's description of it.
type CacheSource struct {
	// Text is the instruction as a Dockerfile has it, the target of a cache mount, or the
	// name of a source; empty when the engine does not say.
	Text string
	// Stage is the stage and step of a build, such as "build 4/6", and Command what a cache
	// mount was used by; both may be empty.
	Stage, Command string
}

// Of reads the description. Its forms are those of BuildKit from 0.8 (Docker 20.10) to 0.33:
// solver/llbsolver/ops/exec.go, solver/llbsolver/mounts/mount.go, source/local, source/git,
// source/http and source/containerimage.
func (r *CacheRecord) Of() CacheSource {
	const shell = "/bin/sh -c "
	text := strings.TrimSpace(r.Description)
	if rest, ok := strings.CutPrefix(text, "cached mount "); ok {
		target, command, _ := strings.Cut(rest, " from exec ")
		if at := strings.LastIndex(command, " with id \""); at >= 0 {
			command = command[:at]
		}
		return CacheSource{Text: "cache mount " + target, Command: strings.TrimPrefix(command, shell)}
	}
	if rest, ok := strings.CutPrefix(text, "mount "); ok {
		if target, command, ok := strings.Cut(rest, " from exec "); ok {
			command = "RUN " + strings.TrimPrefix(command, shell)
			if target != "/" {
				return CacheSource{Text: "mount " + target + " of " + command}
			}
			return CacheSource{Text: command}
		}
	}
	var of CacheSource
	if rest, ok := strings.CutPrefix(text, "["); ok {
		if stage, instruction, ok := strings.Cut(rest, "] "); ok {
			of.Stage, text = stage, instruction
		}
	}
	text = strings.Replace(text, "RUN "+shell, "RUN ", 1)
	for _, form := range []struct{ starts, reads string }{
		{"local source for ", "local source "},
		{"git snapshot for ", "git "},
		{"shared git repo for ", "git repository "},
		{"http url ", "download "},
		{"pulled from ", "base image "},
		{"from local", "base image"},
		{"fileop target", "COPY or ADD"},
	} {
		if rest, ok := strings.CutPrefix(text, form.starts); ok {
			of.Text = strings.TrimSpace(form.reads + rest)
			return of
		}
	}
	of.Text = text
	return of
}
