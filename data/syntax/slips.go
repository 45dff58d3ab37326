package syntax

import (
	"regexp"
	"strings"

	"wenkaiyue.com/cv/data/markup"
)

// slip is a mistake in the form of a file, and its correction. It applies if the parser's message
// matches says and the text matches seen. In YAML, the text is the line at which the parser
// stopped, with ‸ at the place, and the next line; or the line above with its next line, as YAML
// may have read that as text. In JSON, it is the last word or mark before the place, ‸, and the
// rest.
//
// The first group of seen is the place of the mistake; without a group, it is where the parser
// stopped. In reason and fix, $1 is that group, and QUOTED the line with its value in quotes.
type slip struct{ says, seen, reason, fix string }

// Parts of patterns: the beginning of a line before its key, with its key, and with an
// optional key.
const (
	itemStart   = `^\s*(?:- +)*`
	keyStart    = itemStart + `(?:"[^"]*"|'[^']*'|[\pL\pN_][^\t\n]*?)[ \t]*:[ \t]+`
	valueStart  = `(?:` + keyStart + `|` + itemStart + `)`
	moreFollows = `["'][ \t]*‸[^"\s\]}:,#]`
	quotedText  = `(?:"(?:[^"\\\n]|\\.)*"|'(?:[^'\n]|'')*')`
)

// mustQuote is the reason of three slips.
const mustQuote = "a text that begins with $1 must be in quotes"

// slips returns the slips, the more certain ones first. The first that applies counts; the
// last always applies.
func slips() []slip {
	return []slip{
		// Mistakes that the text shows.
		{``, `‸\t`, "there is a tab here, where only spaces can stand", "write spaces in its place"},
		{``, `^ *(?:- *)*‸?([\x{85}\x{a0}\x{2000}-\x{200a}\x{202f}\x{205f}\x{3000}])`,
			"a space of another kind stands before the text", "type the spaces at the beginning of the line anew"},
		{`string escape`, ``, `a backslash in "double quotes" has a meaning of its own`, `write it twice: \\`},
		{`escape|hexadecimal`, ``, `a backslash in "double quotes" has a meaning of its own`,
			`put the text in 'single quotes'; or write each backslash in it twice: \\`},
		{`mapping values|',' or|node content`, valueStart + `[\[{](?:[^\]}\n"']|` + quotedText + `)*\s(#[^\n]*[\]}])`,
			"after a space, # begins a comment, so that the bracket is not closed in this line", "put the text with the # in quotes"},
		{`beginning of value`, `^\s*‸(?:---|[\w-]+:\s)`, "it is YAML under the name of a JSON file", "let the name of the file end in .yaml"},
		{`invalid char`, `‸(?://|/\*|#)`, "there are no comments in JSON", "take it out"},
		{`invalid char`, "‸([“”„‟«»‘’'`;，、：=])", "$1 is no mark of JSON",
			`write " around a text, a comma between two values, and a colon behind a key`},
		{``, `(,)\s*‸[}\]]|["'][ \t]*‸,[ \t]*\n`, "there is a comma too many here", "take it out"},
		{`expected key|document start`, `‸([\]}])`, "there is a $1 too many here", "take it out"},
		{`object key:value pair|array element`, moreFollows, "the text in quotes ends before this, and more follows",
			`write \" for a quotation mark within it; or close the text before`},
		{`expected key|'-' indicator|document start`, moreFollows, "the text in quotes ends before this, and more follows",
			"put the whole text in quotes of the other kind"},
		{`beginning of value|object key string|numeric|literal |pair`, `‸[\pL_+.]|(\d+)‸[\d/:-]`,
			"this text is not in double quotes", "put it in them; only the values true, false and null, and numbers, go without"},
		{``, valueStart + `([\[{])[^\[\]{}\n]*[\]}][ \t]*‸[^\s,\]}#]`, mustQuote, "write QUOTED"},
		{`comment or line break`, valueStart + `([|>])`, mustQuote,
			"write QUOTED; or write $1 alone, and the text on the lines below, two spaces further in"},
		{`mapping values|alphabetic|expected`, `^\s*‸?(?:(-)([^\s\d-][^\n]*)|(` + markup.Marks + `)‸?[ \t\x{a0}]+(\S[^\n]*))`,
			"an item of a list begins with - and a space", "write `- $2$4`"},
		{`alphabetic|any token|node content|anchor| tag`, valueStart + "‸?([@`%*&!,\\]}]|\\?\\s)", mustQuote, "write QUOTED"},
		{`block sequence`, `:[ \t]+‸-`, "a list does not begin on the line of its key",
			"begin it on the next line; or write QUOTED if it is text"},
		{`mapping values`, keyStart + `(\S[^\n]*)‸:[ \t]*\n\s*- `, "a text and a list follow this key, and only one of them can",
			"write | in place of the text, and all of it on the lines below, two spaces further in than the key"},
		{`mapping values`, keyStart + `[^\n‸]*‸:`, "there is a second colon in this line, so that it could be read in two ways",
			"put the text in quotes: QUOTED; or begin a new line if a key follows"},
		{`mapping values|expected ':'`, itemStart + `‸?\pL[\pL\pN_-]+(?:[ \t]*([：=])|(:)[^\s:/])`,
			"a key ends in a colon and a space", "write them in place of $1$2"},
		{`mapping values|expected ':'`, `^\s*(?:- +)?([^\s:‸-][^:\n‸]*|https?://[^\s‸]+)\n\s*[^\s-]|^\s*([^\s:‸-][^:\n‸]*)\n\s*- |^\s*(?:- +)*‸`,
			"this line has no key with a colon", "write a colon behind its key, or a - before an item; or indent the line further if it goes on with the text above"},

		// Mistakes that only the parser's message shows.
		{`control char|string literal|invalid character '\\[xu]0`, ``, "there is a control character here", "take it out; or save the file as UTF-8 in your editor"},
		{`mapping values`, `^\s*(?:- +)*(\S)[^\n‸]*‸`, "a key cannot stand here",
			"let it begin in the column of the key above it; if it goes on with a text above, put the whole text in quotes"},
		{`expected key`, ``, "a key is wanted here, in the column of those above",
			"begin the line under the key or the - that it belongs with; two spaces go one level deeper"},
		{`'-' indicator`, ``, "an item with its - is wanted here, in the column of those above",
			"begin the line under the first word of the item that it belongs to; or further to the left if it belongs to none"},
		{`node content.*flow`, ``, "a value or a closing bracket is missing before this", "write it"},
		{`node content`, ``, "a value is missing before this", "write it, or indent this line further"},
		{`',' or|object key:value pair|array element`, `^\s*([^\s,:‸][^\n,:‸]*)‸:|‸`, "a comma or a closing bracket is missing before this",
			"write a comma between two values, and the bracket behind the last one"},
		{`after object key`, ``, "a colon is missing between the key and its value", `write "key": "value", each in quotes of its own`},
		{`document start|document end`, ``, "the CV is complete before this, and more follows",
			"let the first line of the file begin in column 1, and the others as far in as they belong"},
		{`top-level`, ``, "the CV is complete before this, and more follows", "take that out, or the bracket before it if it is one too many"},
		{`object key string`, ``, "a key in double quotes is wanted here", `write "key": "value"`},
		{`beginning of value|literal |numeric`, ``, "a value is wanted here", `write "text" in double quotes, a number, true, false or null`},
		{`UTF-8|Unicode`, ``, "this byte is not UTF-8", "save the file as UTF-8 in your editor"},
		{`directive`, ``, "a line that begins with % is for YAML itself", "take it out"},
		{``, `‸`, "something is missing or too much here",
			"look here and in the line above for a quote, a bracket, a comma, a colon or a space; a text with marks in it is safe in quotes"},
	}
}

// explain returns the first slip that applies to one of texts, with the text's index and
// the byte offset of the mistake in it; -1 stands for the parser's place.
func explain(says string, texts ...string) (found slip, in, at int) {
	for _, s := range slips() {
		if !regexp.MustCompile(s.says).MatchString(says) {
			continue
		}
		seen := regexp.MustCompile(s.seen)
		for i, text := range texts {
			m := seen.FindStringSubmatchIndex(text)
			if m == nil {
				continue
			}
			expand := func(template string) string {
				return strings.ReplaceAll(string(seen.ExpandString(nil, template, text, m)), "‸", "")
			}
			at = -1
			for group := 2; group < len(m) && at < 0; group += 2 {
				at = m[group]
			}
			return slip{reason: expand(s.reason), fix: expand(s.fix)}, i, at
		}
	}
	panic("the last slip is always seen")
}
