package syntax

// yamlHint explains one mistake. It fits where the parser's message matches message,
// and line matches the line at which the parser stopped, with the next one behind it;
// with above, the line before is tried first. The first group is where the mistake
// is: without line, it is where the parser stopped. In reason and fix, $1 and $2 are
// the groups, and QUOTED is the line with its value in quotes.
type yamlHint struct {
	message, line string
	above         bool
	reason, fix   string
}

// Parts of patterns: what stands before the key of a line, a key that may be there,
// and one that must.
const (
	itemStart  = `^\s*(?:- +)*`
	keyStart   = itemStart + `(?:"[^"]*"|'[^']*'|[\pL\pN_][^\t\n]*?)[ \t]*:[ \t]+`
	valueStart = `(?:` + keyStart + `|` + itemStart + `)`
	quotedText = `(?:"(?:[^"\\\n]|\\.)*"|'(?:[^'\n]|'')*')`
)

// yamlHints lists the mistakes that people make; the first that fits counts.
func yamlHints() []yamlHint {
	return []yamlHint{
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
		{"", valueStart + "([@`%*&!,\\]}])", false, "a text that begins with $1 must be in quotes", "write QUOTED"},
		{"", valueStart + `(\?)\s`, false, "a text that begins with $1 must be in quotes", "write QUOTED"},

		{"block sequence entries", keyStart + `(-)`, false, "a list does not begin on the line of its key", "begin it on the next line; or write QUOTED if it is text"},
		{"mapping values|expected key", valueStart + `([\[{])[^\]}\n]*\n`, true, "this bracket is not closed", "close it after its last value; or write QUOTED if it is text"},
		{"mapping values", keyStart + `(\S[^\n]*):[ \t]*\n\s*- `, false, "a text and a list follow this key, and only one of them can", "write | in place of the text, and all of it on the lines below, two spaces further in than the key"},
		{"mapping values", keyStart + `[^\n]*?\S(:)\s`, false, "there is a second colon in this line, so that it could be read in two ways", "put the text in quotes: QUOTED; or begin a new line if a key follows"},
		{"", itemStart + `[\pL\pN_-]+(：)`, true, "the colon ： is of another script, which YAML does not know", "write a : and a space in its place"},
		{"", itemStart + `[\pL\pN_-]+(:)[^\s:/]`, true, "there is no space after this colon", "write one"},
		{"", itemStart + `[\pL\pN_-]+[ \t]*(=)`, true, "a key and its value have a colon between them, and there is a =", "write a : and a space in its place"},

		{"node content", `^\s*(-)[ \t]*\n\s*([^\s-][^\n]*)`, true, "there is nothing behind this -, and the line below it is not further in", "write the two as one line: `- $2`"},
		{"mapping values", `^\s*- +([^:\n]+|https?://\S+)\n`, true, "lines with keys follow this item, and it has no key itself", "write its key before it, such as `name:` or `url:`"},
		{"mapping values", `^\s*([^\s:-][^:\n]*)\n`, true, "this line is neither a key with a value nor an item of a list", "write a colon behind its key, or a - before an item; or indent it further if it goes on with the text above"},
		{"could not find expected ':'", `^\s*(\S)`, false, "this line is neither a key with a value nor an item of a list", "write a colon behind its key, or a - before an item; or indent it further if it goes on with the text above"},
		{"mapping values", `^\s*(\S)`, false, "this line is indented further than the one above it", "let the two begin in the same column; if it goes on with a text above, put the whole text in quotes"},
		{"document start", `^(.)`, false, "this line begins further to the left than the first one", "let the first line of the file begin in column 1, and the others below it as far in as they belong"},
		{"'-' indicator", `^\s*(-)`, false, "this - stands in another column than those above it", "put it under the - above it"},
		{"'-' indicator", `^\s*(\S)`, false, "this line stands among the items of a list, and is none", "begin it under the first word of the item above it; or further to the left if it does not belong to that"},
		{"expected key", `^\s*(-)`, false, "there is an item of a list here, among keys", "put its - under the - above it, or under the key that the list belongs to"},
		{"expected key", `^\s*(\S)`, false, "this line begins in a column in which nothing above it does", "put it under the key that it belongs with; two spaces go one level deeper"},
	}
}
