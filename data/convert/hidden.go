package convert

import (
	"regexp"
	"slices"
	"strings"

	yaml "go.yaml.in/yaml/v4"
)

// isHidden reports whether the value of a key is never shown.
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

// looks are keys that tools use and keys about appearance.
var looks = regexp.MustCompile(`^(\w*icons?|logo\w*|images?|pictures?|avatar\w*|photo\w*|thumbnail|background\w*|cover|themes?|\w*colou?rs?\d?|style|styles|layout|template|design|locale|` +
	`pdf\w*|schema|type|slug|isactive|pinned|display|show\w*|hide\w*|hidden|class|classname|google\w*analytics\w*|analytics\w*|titlenamemap|version|lastmodified|modified|lastupdated|generated|canonical|` +
	`i18n|lang|datalang|supportedlocales|(html|page|site|resume|seo)title|css\w*|fonts?\w*|coords|lat|lng|latitude|longitude|disqus|keywordsmap|footer|permalink|published|qrcode|favicon|` +
	`enabled?|visible|visibility|active|archived|current|ongoing|fulltime|starred|featured|highlighted|level|progress|percentage|levelnum|columns|separatelinks|metadata)$`)

// isLook reports whether a key is for tools or about appearance, and so not a fact of the
// CV unless a list has it.
func isLook(key string) bool { return looks.MatchString(plain(key)) }

// besides matches the path of a file beside the CV, or a colour.
var besides = regexp.MustCompile(`^(\.{0,2}/\S*|#|#[A-Za-z][\w-]*|[\w./-]+\.(png|jpe?g|gif|svg|webp|ico|pdf|bib|css|html?|ya?ml|json|md|tex)|#[0-9a-fA-F]{3,8}|rgba?\(.*\))$`)

func isPath(s string) bool { return len(s) < 200 && besides.MatchString(strings.TrimSpace(s)) }

// isPrivate reports whether the owner withholds an object: private, hidden or draft is
// true, or visible is false.
func isPrivate(n *yaml.Node) bool {
	for _, p := range pairs(n) {
		no := map[string]string{"private": "true", "hidden": "true", "draft": "true", "visible": "false"}[plain(p.key.Value)]
		if no != "" && p.value.Kind == yaml.ScalarNode && strings.EqualFold(p.value.Value, no) {
			return true
		}
	}
	return false
}

// Silent reports whether the value of a key may be dropped without notice: a note, a
// setting, a matter of appearance, or data of a tool.
func Silent(key string) bool { return isHidden(key) || isLook(key) }

// isBar reports whether a level is a number that only draws a bar, because another key has
// the level in words.
func isBar(list string, p pair, all []pair) bool {
	return (list == "skills" || list == "languages") && plain(p.key.Value) == "level" && strings.Trim(p.value.Value, "0123456789.") == "" &&
		slices.ContainsFunc(all, func(q pair) bool {
			return isText(q.value) && slices.Contains([]string{"fluency", "proficiency", "description"}, plain(q.key.Value))
		})
}
