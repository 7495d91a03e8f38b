package model

import (
	"regexp"
	"strings"
)

// hidden stands where credentials stood.
const hidden = "***"

// HideAddress is the address of an engine without the credentials in it. The user's
// name in ssh:// stays: it says where it goes, and lets nobody in. Whatever stands
// before the last @ may be a part of a password, however it is written.
func HideAddress(address string) string {
	scheme, rest, ok := strings.Cut(address, "://")
	if !ok {
		scheme, rest = "", address
	}
	at := strings.LastIndexByte(rest, '@')
	if at < 0 || strings.HasPrefix(rest, "/") { // a path, as of unix:///run/user@1/docker.sock
		return address
	}
	who := hidden
	if scheme == "ssh" {
		user, _, secret := strings.Cut(rest[:at], ":")
		if !secret {
			return address
		}
		who = user + ":" + hidden
	}
	if ok {
		scheme += "://"
	}
	return scheme + who + rest[at:]
}

// HideCredentials is a text, such as an error, without the credentials in the
// addresses within it.
func HideCredentials(text string) string {
	if !strings.Contains(text, "://") {
		return text
	}
	return addressInText().ReplaceAllStringFunc(text, HideAddress)
}

// addressInText finds addresses as far as their host: in paths, as of images, an @
// is no end of credentials.
func addressInText() *regexp.Regexp {
	return regexp.MustCompile(`[A-Za-z][A-Za-z0-9+.-]*://(?:\\.|[^/\s"'\\])+`)
}
