package syntax

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	yaml "go.yaml.in/yaml/v4"

	"wenkaiyue.com/cv/data/problem"
)

// parseYAML returns the one document of a file that says something, or that is a CV among
// others, such as the front matter of a web page.
func parseYAML(src []byte) (*yaml.Node, error) {
	loader, err := yaml.NewLoader(bytes.NewReader(src))
	if err != nil {
		return nil, err
	}
	root := new(yaml.Node)
	for {
		document := new(yaml.Node)
		err := loader.Load(document)
		le, ok := errors.AsType[*yaml.LoadError](err)
		if !ok {
			le = new(yaml.LoadError) // there is none that names no place
		}
		switch {
		case errors.Is(err, io.EOF):
			return root, nil
		case err != nil && root.Kind == 0:
			return nil, yamlError(src, le)
		case err != nil:
			return nil, twoDocuments(src, le.Mark.Line)
		case len(document.Content) == 0 || document.Content[0].ShortTag() == "!!null":
		case root.Kind == 0, !isCV(root) && isCV(document.Content[0]):
			root = document.Content[0]
		default:
			return nil, twoDocuments(src, document.Content[0].Line)
		}
	}
}

// isCV reports a document with a key with which a CV begins.
func isCV(n *yaml.Node) bool {
	return slices.ContainsFunc(n.Content, func(key *yaml.Node) bool {
		return key.Value == "basics" || key.Value == "cv" || key.Value == "name"
	})
}

// twoDocuments returns the error of a second document that a line is in.
func twoDocuments(src []byte, line int) error {
	lines := breaks(src)
	for line = min(line, len(lines)); line > 1 && !strings.HasPrefix(lines[line-1], "---") && !strings.HasPrefix(lines[line-1], "..."); {
		line--
	}
	return problem.New(line, 1, "this is not YAML: a second document begins here, and a CV is one", "take this line out")
}

// yamlError says in plain words why src is not YAML. What the lines show comes first: the
// parser often stops behind the mistake.
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
		line, column = err.ContextMark.Line, err.ContextMark.Column // of the text without an end
	case err.Stage == "reader":
		line, column = Position(src, err.Mark.Index)
	}
	lines := append(breaks(src), "", "") // for a mistake at the end
	line = min(line, len(lines)-1)
	above, open := outline(lines[:line])
	if open > 0 {
		line, column = open, SplitLine(lines[open-1]).Column()
	}
	text := []rune(lines[line-1])
	if len(text) == 0 && above > 0 { // at the end of the file
		line, text = above, []rune(lines[above-1])
		column = len(text) + 1
	}
	column = min(column, len(text)+1)
	if open > 0 || endless {
		return fail(unclosed(lines[line-1][len(string(text[:column-1])):]))
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

// unclosed says of a text that begins with a quotation mark that it has no second one.
func unclosed(text string) (reason, fix string) {
	fix = "write " + text[:1] + " at the end of the text"
	if text[0] == '\'' {
		fix += `; or put the text in "double quotes" if it is an apostrophe`
	}
	return "this quotation mark is not closed", fix
}

// outline returns two of some lines, from 1, or 0. One is the last before the end that says
// something about the form of the file; comments, block texts and texts in quotes over several
// lines do not. The other has a quotation mark whose second one is forgotten: another key or
// item begins before it is closed.
func outline(lines []string) (last, open int) {
	for i := 0; i < len(lines)-1; i++ {
		l := SplitLine(lines[i])
		if l.Text() == "" && l.Marks == "" || strings.HasPrefix(l.Text(), "#") {
			continue
		}
		last = i + 1
		switch {
		case blockHeader.MatchString(l.Value):
			in := len(l.Indent) + 1
			if l.Key != "" {
				in = l.Start()
			}
			for i+1 < len(lines) && (strings.TrimSpace(lines[i+1]) == "" || len(SplitLine(lines[i+1]).Indent) >= in) {
				i++
			}
		case l.Value != "" && strings.Contains(`"'`, l.Value[:1]) && !Closed(l.Value):
			for i++; i < len(lines)-1 && strings.TrimSpace(lines[i]) == ""; {
				i++
			}
			if next := SplitLine(lines[i]); l.Begins() && next.Begins() && len(next.Indent) < l.Start() {
				return last, last
			}
			for i < len(lines) && !Closed(l.Value[:1]+lines[i]) {
				i++
			}
		}
	}
	return last, 0
}
