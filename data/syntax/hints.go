package syntax

import "regexp"

// hint explains one mistake. It fits where message matches what the parser says, and text
// matches what stands at the place where the parser stopped. The first group of text is
// where the mistake is; without a group it is where the parser stopped. In reason and fix,
// $1 and $2 are the groups, and QUOTED is the line with its value in quotes.
type hint struct {
	message, text string
	above         bool // the line above the place is tried first
	reason, fix   string
}

// fits returns where in text the mistake begins, in bytes, or -1 for where the parser
// stopped, and what to say of it.
func (h hint) fits(message, text string) (at int, reason, fix string, ok bool) {
	if !regexp.MustCompile(h.message).MatchString(message) {
		return 0, "", "", false
	}
	pattern := regexp.MustCompile(h.text)
	m := pattern.FindStringSubmatchIndex(text)
	if m == nil {
		return 0, "", "", false
	}
	at = -1
	if len(m) > 2 {
		at = m[2]
	}
	expand := func(template string) string { return string(pattern.ExpandString(nil, template, text, m)) }
	return at, expand(h.reason), expand(h.fix), true
}

// Parts of patterns: what stands before the key of a line, a key that may be there,
// and one that must.
const (
	itemStart  = `^\s*(?:- +)*`
	keyStart   = itemStart + `(?:"[^"]*"|'[^']*'|[\pL\pN_][^\t\n]*?)[ \t]*:[ \t]+`
	valueStart = `(?:` + keyStart + `|` + itemStart + `)`
	quotedText = `(?:"(?:[^"\\\n]|\\.)*"|'(?:[^'\n]|'')*')`
)

// yamlHints lists the mistakes that people make in YAML; the first that fits counts. The
// text is the line at which the parser stopped, with the next one behind it.
func yamlHints() []hint {
	return []hint{
		{"", `^ *(?:- *)*(\t)`, false, "there is a tab before the text, and YAML wants spaces", "write two spaces for each tab"},
		{" tab", `(\t)`, false, "there is a tab here, and YAML wants spaces", "write spaces in its place"},
		{"", `^ *([\x{85}\x{a0}\x{2000}-\x{200a}\x{202f}\x{205f}\x{3000}])`, true, "a space of another kind stands before the text", "type the spaces at the beginning of the line anew"},
		{"escape|hexadecimal", "", false, `a backslash in "double quotes" has a meaning of its own`, `write it twice: \\; or write QUOTED`},
		{"", `[\[{][^\]}\n]*\s(#[^\n]*[\]}])`, true, "after a space, # begins a comment, so that the bracket is not closed in this line", "put the text with the # in quotes"},

		{"", valueStart + quotedText + `[ \t]*([,;])[ \t]*\n`, false, "nothing can stand behind the end of this value, and there is a $1", "take it out"},
		{"", valueStart + quotedText + `[ \t]*(:)\S`, false, "there is no space after this colon", "write one"},
		{"", valueStart + quotedText + `[ \t]*([^\s:#,\]}])`, false, "the quotes end before this, and more follows", "put the whole in quotes: QUOTED"},
		{"", valueStart + `([\[{])[^\[\]{}\n]*[\]}][ \t]*[^\s,\]}#]`, false, "a text that begins with $1 must be in quotes", "write QUOTED"},
		{"comment or line break", valueStart + `([|>])`, false, "a text that begins with $1 must be in quotes", "write QUOTED; or write $1 alone, and the text on the lines below, two spaces further in"},

		{"", `^\s*([-=_*~]{3,})[ \t]*\n`, true, "this line of marks means nothing in YAML", "take it out"},
		{"", `^\s*([–—•‣▪▫◦·●○■□➢►▶✓✔*+o]|\d{1,2}[.)]|[a-z]\))[ \t\x{a0}]+(\S[^\n]*)`, true, "$1 does not make this an item of a list", "write `- $2`"},
		{"", `^\s*(-)([^\s\d-][^\n]*)`, true, "there is no space after this -", "write `- $2`"},
		{"", valueStart + "([@`%*&!,\\]}]|\\?\\s)", false, "a text that begins with $1 must be in quotes", "write QUOTED"},

		{"block sequence entries", keyStart + `(-)`, false, "a list does not begin on the line of its key", "begin it on the next line; or write QUOTED if it is text"},
		{"mapping values|expected key", valueStart + `([\[{])[^\]}\n]*\n`, true, "this bracket is not closed", "close it after its last value; or write QUOTED if it is text"},
		{"mapping values", keyStart + `(\S[^\n]*):[ \t]*\n\s*- `, false, "a text and a list follow this key, and only one of them can", "write | in place of the text, and all of it on the lines below, two spaces further in than the key"},
		{"mapping values", keyStart + `[^\n]*?\S(:)\s`, false, "there is a second colon in this line, so that it could be read in two ways", "put the text in quotes: QUOTED; or begin a new line if a key follows"},
		{"", itemStart + `[\pL\pN_-]+(：)`, true, "the colon ： is of another script, which YAML does not know", "write a : and a space in its place"},
		{"", itemStart + `[\pL\pN_-]+(:)[^\s:/]`, true, "there is no space after this colon", "write one"},
		{"", itemStart + `[\pL\pN_-]+[ \t]*(=)`, true, "a key and its value have a colon between them, and there is a =", "write a : and a space in its place"},

		{"node content", `^\s*(-)[ \t]*\n\s*([^\s-][^\n]*)`, true, "there is nothing behind this -, and the line below it is not further in", "write the two as one line: `- $2`"},
		{"mapping values", `^\s*- +([^:\n]+|https?://\S+)\n`, true, "lines with keys follow this item, and it has no key itself", "write its key before it, such as `name:` or `url:`"},
		{"mapping values", `^\s*([^\s:-][^:\n]*)\n`, true, noKey, useKey},
		{"could not find expected ':'", `^\s*(\S)`, false, noKey, useKey},
		{"mapping values", `^\s*(\S)`, false, "this line is indented further than the one above it", "let the two begin in the same column; if it goes on with a text above, put the whole text in quotes"},
		{"document start", `^(.)`, false, "this line begins further to the left than the first one", "let the first line of the file begin in column 1, and the others below it as far in as they belong"},
		{"'-' indicator", `^\s*(-)`, false, "this - stands in another column than those above it", "put it under the - above it"},
		{"'-' indicator", `^\s*(\S)`, false, "this line stands among the items of a list, and is none", "begin it under the first word of the item above it; or further to the left if it does not belong to that"},
		{"expected key", `^\s*(-)`, false, "there is an item of a list here, among keys", "put its - under the - above it, or under the key that the list belongs to"},
		{"expected key", `^\s*(\S)`, false, "this line begins in a column in which nothing above it does", "put it under the key that it belongs with; two spaces go one level deeper"},
	}
}

const (
	noKey  = "this line is neither a key with a value nor an item of a list"
	useKey = "write a colon behind its key, or a - before an item; or indent it further if it goes on with the text above"
)

// jsonWord is the rest of a word that ought to be in quotes.
const jsonWord = `[^\n,:{}\[\]"]*?)[ \t]*(?:[\n,:{}\[\]"]|$)`

// jsonHints lists the mistakes that people make in JSON; the first that fits counts. The
// text has a ‸ where the parser stopped, and no space before it.
func jsonHints() []hint {
	return []hint{
		{"in string literal", `‸\n`, false, "a line ends within its quotes", `close the quotes, or write \n for a line break in the text`},
		{"in string literal", `‸\t`, false, "there is a tab within the quotes", "write a space in its place"},
		{"in string literal", "", false, "there is a control character here", "take it out"},
		{"escape", "", false, "a backslash has a meaning of its own here", `write it twice: \\`},
		{"after top-level value", `(})‸[,"]`, false, "there is one } too many, so that the CV ends here, and more follows", "take this one out"},
		{"after top-level value", "", false, "there is something after the closing brace", "take it out"},
		{"", "‸([“”„‟«»‘’'`])", false, "$1 is no quotation mark in JSON", `write " in its place, on both sides`},
		{"", `‸[/#]`, false, "there are no comments in JSON", "take it out"},
		{"", `‸([;，、：=])`, false, "$1 is no mark of JSON", "write a comma between two values, and a colon between a key and its value"},
		{"", `(,)‸[}\]]`, false, "there is a comma here and nothing after it", "take the comma out"},
		{"pair|array element", `"‸[^"\s\]}]`, false, "the text ends at the quotation mark before this, and more follows", `write \" for a quotation mark in a text; or close the text above that is still open`},
		{"pair", `(0)‸\d`, false, "a number cannot begin with 0", "put double quotes around it"},
		{"pair|array element", "", false, "a comma is missing before this", "write one after the value above"},
		{"after object key", "", false, "a colon is missing between the key and its value", `write "key": "value", each in quotes of its own`},
		{"object key string", `‸([\pL_]` + jsonWord, false, "a key is not in double quotes", `put double quotes around it: "$1"`},
		{"", `‸(True|False|None|Null|yes|no)\b`, false, "$1 is no word of JSON", "write true, false or null, or put double quotes around it"},
		{"beginning of value", `‸([\pL_+.]` + jsonWord, false, "a value is neither a number nor in double quotes", `put double quotes around it: "$1"`},
	}
}
