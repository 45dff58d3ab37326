// Package network knows the networks on the web where people have accounts: how these write
// their names, and the addresses of accounts.
package network

import (
	_ "embed"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// place is a line of networks.txt.
type place struct {
	name    string
	words   []string // for it, in the form of plain
	host    string   // "example.org"; "example." for one in every country
	address string   // of a page, without the username at its end; "" if unknown
}

//go:embed networks.txt
var table string

var places = sync.OnceValue(func() (all []place) {
	for line := range strings.Lines(table) {
		cells := strings.Split(strings.TrimSpace(line), "|")
		if strings.HasPrefix(line, "#") || len(cells) != 4 {
			continue
		}
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		all = append(all, place{cells[0], append(strings.Fields(cells[1]), plain(cells[0])), cells[2], cells[3]})
	}
	return all
})

// Name returns the name of a network, as the network writes it, for a word: GitHub for
// "github_username". It reports false for a word that means none.
func Name(word string) (string, bool) {
	word = plain(word)
	for _, end := range []string{"", "profile", "username", "user", "url", "link", "id"} {
		named := func(p place) bool { return slices.Contains(p.words, strings.TrimSuffix(word, end)) }
		if i := slices.IndexFunc(places(), named); i >= 0 {
			return places()[i].name, true
		}
	}
	return "", false
}

// Of returns the name of the network of a web address, or "".
func Of(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return ""
	}
	host := strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
	for _, p := range places() {
		if p.host != "" && (host == p.host || strings.HasSuffix(p.host, ".") && strings.HasPrefix(host, p.host)) {
			return p.name
		}
	}
	return ""
}

// Address returns the web address of a user of the named network, or "" if it is unknown.
func Address(name, user string) string {
	no := "/: \t\n?#&%"
	if name == "DBLP" {
		no = no[1:] // its usernames have a slash
	}
	if user == "" || strings.ContainsAny(user, no) {
		return ""
	}
	for _, p := range places() {
		if p.name == name && p.address != "" {
			return p.address + user
		}
	}
	return ""
}

// plain returns a word in lower case with only its letters and digits, because spellings
// differ in the rest.
func plain(word string) string {
	return notWord.ReplaceAllString(strings.ToLower(word[:min(len(word), 64)]), "")
}

var notWord = regexp.MustCompile(`[^\pL\p{Nd}]`)
