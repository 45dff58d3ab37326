package markup

import (
	"bytes"
	"cmp"
	"regexp"
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"wenkaiyue.com/cv/data/uri"
)

// maxMarkdown is the maximum length in bytes of a paragraph with Markdown. A longer one is
// shown as written, because the time to parse it grows faster than its length.
const maxMarkdown = 8 << 10

// Parse reads inline Markdown as in CommonMark 0.31: *emphasis*, **strong**, `code`,
// [label](url), <url>, and \ before a literal character. It also reads bare http and https
// URLs, and the few tags that [ReadHTML] leaves. Everything else is text: other HTML,
// headings, lists, links that lead nowhere safe (see [uri.Safe]), marks that are not
// closed. Unlike in CommonMark, asterisks between letters or digits of scripts that space
// their words ("2*3*4") are no marks. A paragraph longer than [maxMarkdown] is text as a
// whole.
func Parse(s string) Text {
	if !strings.ContainsAny(s, "*_`[<\\") && !strings.Contains(s, "://") || len(s) > maxMarkdown {
		return Plain(s)
	}
	src := []byte(s)
	p := &inline{src: src}
	p.walk(inlineParser.Parse(text.NewReader(src)), Run{})
	return p.out
}

// marked matches Markdown in a name or a title.
var marked = regexp.MustCompile("\\[[^\\[\\]]+\\]\\((?:https?:|mailto:)[^\\s)]+ ?\\)|\\*\\*[^*]+\\*\\*|(?:^|[\\s(])\\*\\pL[^*]*[\\pL.)]\\*(?:$|[\\s.,:;)])|^`[^`]+`$")

// Unmarked returns a text without its marks, with the addresses of links after their words.
func Unmarked(s string) string {
	if !strings.ContainsAny(s, "*`[") || !marked.MatchString(s) {
		return s
	}
	return Parse(s).String()
}

var inlineParser = parser.NewParser(
	parser.WithBlockParsers(util.Prioritized(parser.NewParagraphParser(), 0)),
	parser.WithInlineParsers(
		util.Prioritized(parser.NewCodeSpanParser(), 0),
		util.Prioritized(parser.NewLinkParser(), 1),
		util.Prioritized(parser.NewRawHTMLParser(), 1),
		util.Prioritized(parser.NewAutoLinkParser(), 2),
		util.Prioritized(emphasis{parser.NewEmphasisParser()}, 3),
		util.Prioritized(bareURLs(), 4),
	),
)

// inline converts the parser's nodes to runs.
type inline struct {
	src  []byte
	out  Text
	tags Run // the style of the open tags
}

// walk adds the children of n, each with the style of r and its own.
func (p *inline) walk(n ast.Node, r Run) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		r := r
		switch c := c.(type) {
		case *ast.Text:
			s := c.Segment.Value(p.src)
			if !r.Code {
				s = util.UnescapePunctuations(s)
			}
			p.words(r, string(s))
		case *ast.RawHTML:
			p.tag(string(c.Segments.Value(p.src)), r)
		case *ast.AutoLink:
			url, label := string(c.URL(p.src)), string(c.Label(p.src))
			if c.AutoLinkType == ast.AutoLinkEmail {
				url = "mailto:" + strings.TrimPrefix(url, "mailto:")
			}
			if r.URL = uri.Safe(url); r.URL == "" && !strings.HasPrefix(url, "http") {
				label = "<" + label + ">"
			}
			p.words(r, label)
		case *ast.Image:
			p.link(c, c.Destination, c.Title, r)
		case *ast.Link:
			p.link(c, c.Destination, c.Title, r)
		case *ast.CodeSpan:
			r.Code = true
			p.walk(c, r)
		case *ast.Emphasis:
			r.Emphasis, r.Strong = r.Emphasis || c.Level == 1, r.Strong || c.Level == 2
			p.walk(c, r)
		default:
			p.walk(c, r)
		}
	}
}

func (p *inline) words(r Run, s string) {
	r.Words = s
	r.Strong, r.Emphasis = r.Strong || p.tags.Strong, r.Emphasis || p.tags.Emphasis
	r.URL = cmp.Or(r.URL, p.tags.URL)
	p.out.Add(r)
}

// tag begins or ends a style for a tag that [ReadHTML] leaves; any other tag is text.
func (p *inline) tag(s string, r Run) {
	switch s {
	case "<strong>", "</strong>":
		p.tags.Strong = s[1] != '/'
	case "<em>", "</em>":
		p.tags.Emphasis = s[1] != '/'
	case "</a>":
		p.tags.URL = ""
	default:
		if m := aLink.FindStringSubmatch(s); m != nil {
			p.tags.URL = uri.Safe(m[1])
		} else {
			p.words(r, s)
		}
	}
}

var aLink = regexp.MustCompile(`^<a href="([^"<>]*)">$`)

// link adds a link, or an image as a link. If the URL may not become a link, it adds the
// text as written.
func (p *inline) link(n ast.Node, destination, title []byte, r Run) {
	url := uri.Safe(string(util.UnescapePunctuations(destination)))
	blank := len(destination)+len(title) == 0 && n.Kind() == ast.KindLink && n.HasChildren() // of a template, to be filled in
	if url != "" || blank {
		r.URL = cmp.Or(url, r.URL)
		if !n.HasChildren() {
			p.words(r, uri.Display(url))
		}
		p.walk(n, r)
		return
	}
	if n.Kind() == ast.KindImage {
		p.words(r, "!")
	}
	p.words(r, "[")
	p.walk(n, r)
	if len(title) > 0 {
		title = []byte(` "` + string(title) + `"`)
	}
	p.words(r, "]("+string(destination)+string(title)+")")
}

// emphasis parses * and _ as in CommonMark, except for marks between letters.
type emphasis struct{ parser.InlineParser }

// Parse implements [parser.InlineParser].
func (e emphasis) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, segment := block.PeekLine()
	n := len(line) - len(bytes.TrimLeft(line, string(line[0])))
	if n == len(line) || !spaced(block.PrecendingCharacter()) || !spaced(util.ToRune(line, n)) {
		return e.InlineParser.Parse(parent, block, pc)
	}
	block.Advance(n)
	return ast.NewTextSegment(segment.WithStop(segment.Start + n))
}

// spaced reports whether r is a letter, an accent or a digit of a script that puts spaces
// between words.
func spaced(r rune) bool {
	return (unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r)) &&
		!unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}

// bareURLs returns a parser of http and https URLs without marks, at the start of a text,
// after a space and after "(". It leaves out punctuation after the URL.
func bareURLs() parser.InlineParser {
	never := regexp.MustCompile(`^\b\B`)
	return extension.NewLinkifyParser(
		extension.WithLinkifyAllowedProtocols([]string{"http:", "https:"}),
		extension.WithLinkifyURLRegexp(regexp.MustCompile("^https?://[^\\s<>\"*`\\\\]*[^\\s<>\"*`\\\\?!.,:;_~'[\\]|]")),
		extension.WithLinkifyWWWRegexp(never),
		extension.WithLinkifyEmailRegexp(never),
	)
}
