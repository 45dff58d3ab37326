package syntax

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	yaml "go.yaml.in/yaml/v4"

	"wenkaiyue.com/cv/data/problem"
)

// parseYAML returns the only document of a file that is not empty. It ignores documents
// before a CV, such as the front matter of a web page.
func parseYAML(src []byte) (*yaml.Node, error) {
	documents, err := load(src)
	switch {
	case err != nil && len(documents) == 0:
		return nil, yamlError(src, err)
	case err != nil:
		return nil, twoDocuments(src, err.Mark.Line)
	}
	documents = documents[max(slices.IndexFunc(documents, isCV), 0):]
	switch len(documents) {
	case 0:
		return new(yaml.Node), nil
	case 1:
		return documents[0], nil
	}
	return nil, twoDocuments(src, documents[1].Line)
}

// load returns the documents of a file that are not empty, up to the first mistake in it.
func load(src []byte) (documents []*yaml.Node, _ *yaml.LoadError) {
	loader, err := yaml.NewLoader(bytes.NewReader(src))
	for err == nil {
		n := new(yaml.Node)
		if err = loader.Load(n); err == nil && len(n.Content) > 0 && n.Content[0].ShortTag() != "!!null" {
			documents = append(documents, n.Content[0])
		}
	}
	if errors.Is(err, io.EOF) {
		return documents, nil
	}
	le, ok := errors.AsType[*yaml.LoadError](err)
	if !ok {
		le = new(yaml.LoadError) // not reached: every error has a place
	}
	return documents, le
}

// isCV reports whether a document has a key with which CVs begin.
func isCV(n *yaml.Node) bool {
	return slices.ContainsFunc(n.Content, func(key *yaml.Node) bool {
		return key.Value == "basics" || key.Value == "cv" || key.Value == "name"
	})
}

// twoDocuments returns the error for a second document that has a line.
func twoDocuments(src []byte, line int) error {
	lines := breaks(src)
	for line = min(line, len(lines)); line > 1 && !strings.HasPrefix(lines[line-1], "---") && !strings.HasPrefix(lines[line-1], "..."); {
		line--
	}
	return problem.New(line, 1, "this is not YAML: a second document begins here, and a CV is one", "remove this line")
}

// yamlError returns the error that says in plain words why src is not YAML. It looks at the
// lines first, because the parser often stops after the mistake.
func yamlError(src []byte, err *yaml.LoadError) error {
	line, column := max(err.Mark.Line, 1), max(err.Mark.Column, 1)
	fail := func(reason, fix string) error {
		return problem.New(line, column, "this is not YAML: "+reason, fix)
	}
	if at, reason, fix := otherFile(string(src)); reason != "" {
		line, column = Position(src, at)
		return fail(reason, fix)
	}
	endless := strings.HasPrefix(err.Message, "found unexpected ") && strings.Contains(err.ContextMsg, "quoted")
	switch {
	case strings.HasPrefix(err.Message, "exceeded max depth"):
		return tooDeep(line, column)
	case endless, err.Message == "could not find expected ':'":
		line, column = err.ContextMark.Line, err.ContextMark.Column // of the unclosed text
	case err.Stage == "reader":
		at := err.Mark.Index
		if strings.HasPrefix(err.Message, "invalid trailing") { // the first byte is wrong
			for at--; at > 0 && !utf8.RuneStart(src[at]); {
				at--
			}
		}
		line, column = Position(src, at)
	}
	lines := append(breaks(src), "", "") // for a mistake at the end
	line = min(line, len(lines)-1)
	if open := unclosed(lines, line); open > 0 {
		line, column, endless = open, SplitLine(lines[open-1]).Column(), true
	}
	text, above := []rune(lines[line-1]), outline(lines[:line-1])
	if len(text) == 0 && above > 0 { // at the end of the file
		line, text = above, []rune(lines[above-1])
		column = len(text) + 1
	}
	column = min(column, len(text)+1)
	if endless {
		return fail(notClosed(string(text[column-1:])))
	}
	texts := []string{string(text[:column-1]) + "‸" + string(text[column-1:]) + "\n" + lines[line]}
	if above > 0 && (strings.HasPrefix(err.Message, "mapping values") || strings.Contains(err.Message, "',' or")) {
		texts = []string{lines[above-1] + "\n" + lines[above], texts[0]}
	}
	s, in, at := explain(err.Message+" "+err.ContextMsg, texts...)
	if len(texts) == 2 && in == 0 {
		line = above
	}
	if at >= 0 {
		column = 1 + utf8.RuneCountInString(strings.ReplaceAll(texts[in][:at], "‸", ""))
	}
	return fail(s.reason, strings.ReplaceAll(s.fix, "QUOTED", SplitLine(lines[line-1]).Quoted()))
}

// mostTries limits how often [unclosed] loads a file.
const mostTries = 8

// unclosed returns the line, from 1, of a quotation mark or a bracket that is not closed,
// or 0. The parser gets further than the line far if the mark is closed at the end of its
// line, or finds no mistake if a bracket on its own is removed.
func unclosed(lines []string, far int) int {
	for n, tries := far, 0; n > 0 && tries < mostTries; n-- {
		l := SplitLine(lines[n-1])
		closing := l.closing()
		if closing == "" || !l.Begins() {
			continue
		}
		tries++
		line := l.Indent + l.Marks + l.Text() + closing
		if len(l.Value) == 1 { // its content is on the lines below
			line = l.Indent + l.Marks + l.Key
		}
		mended := slices.Concat(lines[:n-1], []string{line}, lines[n:])
		if _, err := load([]byte(strings.Join(mended, "\n"))); err == nil || len(l.Value) > 1 && err.Mark.Line > far {
			return n
		}
	}
	return 0
}

// notClosed returns the reason and the fix for a text that begins with a quotation mark or
// a bracket that is not closed.
func notClosed(text string) (reason, fix string) {
	switch mark := text[:1]; mark {
	case "[", "{":
		return "this bracket is not closed", fmt.Sprintf("write %c after its last value", mark[0]+2) // see [Line.closing]
	case "'":
		return "this quotation mark is not closed", `write ' at the end of the text; or put the text in "double quotes" if it is an apostrophe`
	default:
		return "this quotation mark is not closed", "write " + mark + " at the end of the text"
	}
}

// outline returns the last of lines, from 1, that shows the form of the file, unlike
// comments and the lines of a block text; or 0.
func outline(lines []string) (last int) {
	for i := 0; i < len(lines); i++ {
		l := SplitLine(lines[i])
		if l.Text() == "" && l.Marks == "" || strings.HasPrefix(l.Text(), "#") {
			continue
		}
		last = i + 1
		if !blockHeader.MatchString(l.Value) {
			continue
		}
		in := len(l.Indent) + 1
		if l.Key != "" {
			in = l.Start()
		}
		for i+1 < len(lines) && (strings.TrimSpace(lines[i+1]) == "" || len(SplitLine(lines[i+1]).Indent) >= in) {
			i++
		}
	}
	return last
}
