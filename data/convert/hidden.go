package convert

import (
	"regexp"
	"strings"

	yaml "go.yaml.in/yaml/v4"
)

// isHidden reports a key whose value is never shown.
func isHidden(key string) bool {
	if key == "" || strings.ContainsAny(key[:1], "_.$<") || strings.HasPrefix(key, "x-") || strings.HasPrefix(key, "X-") || in("secret", plain(key)) {
		return true
	}
	if len(key) > 64 || !isName(key) {
		return false // the title of a section may be anything
	}
	words := strings.Fields(strings.ToLower(heading(key)))
	return len(words) > 1 && (words[0] == "private" || in("secretEnds", words[len(words)-1]) && !isNetwork(key))
}

// looks are keys of tools, and of how things look.
var looks = regexp.MustCompile(`^(\w*icons?|logo\w*|images?|pictures?|avatar\w*|photo\w*|thumbnail|background\w*|cover|themes?|\w*colou?rs?\d?|style|styles|layout|template|design|locale|` +
	`pdf\w*|schema|type|slug|isactive|pinned|display|show\w*|hide\w*|hidden|class|classname|google\w*analytics\w*|analytics\w*|titlenamemap|version|lastmodified|modified|lastupdated|generated|canonical|` +
	`i18n|lang|datalang|supportedlocales|(html|page|site|resume|seo)title|css\w*|fonts?\w*|coords|lat|lng|latitude|longitude|disqus|keywordsmap|footer|permalink|published|qrcode|favicon|` +
	`enabled?|visible|visibility|active|archived|current|ongoing|fulltime|starred|featured|highlighted|level|progress|percentage)$`)

// isLook reports a key about looks or tools, which is no fact of the CV where no
// list knows it.
func isLook(key string) bool { return looks.MatchString(plain(key)) }

// besides is the address of a file beside the CV, or a colour.
var besides = regexp.MustCompile(`^(\.{0,2}/\S*|#|#[A-Za-z][\w-]*|[\w./-]+\.(png|jpe?g|gif|svg|webp|ico|pdf|bib|css|html?|ya?ml|json|md|tex)|#[0-9a-fA-F]{3,8}|rgba?\(.*\))$`)

func isPath(s string) bool { return len(s) < 200 && besides.MatchString(strings.TrimSpace(s)) }

// isPrivate reports an object that its owner keeps back: private, hidden or draft
// is true.
func isPrivate(n *yaml.Node) bool {
	for _, p := range pairs(n) {
		if k := plain(p.key.Value); (k == "private" || k == "hidden" || k == "draft") && p.value.Kind == yaml.ScalarNode && strings.EqualFold(p.value.Value, "true") {
			return true
		}
	}
	return false
}

// Silent reports a key whose value nobody misses: notes, settings, looks and what
// tools write for themselves.
func Silent(key string) bool { return isHidden(key) || isLook(key) }
