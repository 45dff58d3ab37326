package convert

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"
	"time"

	yaml "go.yaml.in/yaml/v4"
)

// Limits of an export of LinkedIn's. What is read of it is a few KiB; a file in a
// ZIP may unfold to anything.
const (
	maxCSV   = 1 << 20
	maxRows  = 2000
	maxFiles = 5000
)

// table is one file of the export: the list that it fills, and what is taken of
// which column. A key that no list knows is placed as in any other file.
type table struct {
	file, list string
	columns    []string // "Column=key"
}

func tables() []table {
	return []table{
		{"Positions", "work", []string{"Company Name=name", "Title=position", "Location=location", "Started On=startDate", "Finished On=endDate", "Description=summary"}},
		{"Education", "education", []string{"School Name=institution", "Degree Name=studyType", "Start Date=startDate", "End Date=endDate", "Activities=activities", "Notes=description"}},
		{"Volunteering", "volunteer", []string{"Company Name=organization", "Role=position", "Started On=startDate", "Finished On=endDate", "Cause=cause", "Description=summary"}},
		{"Projects", "projects", []string{"Title=name", "Url=url", "Started On=startDate", "Finished On=endDate", "Description=description"}},
		{"Publications", "publications", []string{"Name=name", "Publisher=publisher", "Published On=releaseDate", "Url=url", "Description=summary"}},
		{"Honors", "awards", []string{"Title=title", "Issued On=date", "Description=summary"}},
		{"Certifications", "certificates", []string{"Name=name", "Authority=issuer", "Started On=date", "Url=url"}},
		{"Skills", "skills", []string{"Name="}},
		{"Languages", "languages", []string{"Name=language", "Proficiency=fluency"}},
		{"Patents", "patents", []string{"Title=name", "Url=url", "Issued On=date", "Filed On=date", "Description=summary"}},
		{"Organizations", "organizations", []string{"Name=organization", "Position=name", "Started On=startDate", "Finished On=endDate", "Description=summary"}},
		{"Courses", "courses", []string{"Name="}},
		{"Test Scores", "test scores", []string{"Name=name", "Score=score", "Date=date", "Description=summary"}},
	}
}

// ErrNoExport reports that there is no export of LinkedIn's.
var ErrNoExport = errors.New("this is no data export of LinkedIn: there is no Profile.csv in it")

// LinkedIn reads the data export of LinkedIn, the ZIP or its folder, as a JSON
// Resume. It takes what stands on the profile, and the confirmed primary email; it
// does not take birth date, postal address, ZIP code, phone numbers or messages.
// Errors say in one sentence what cannot be read.
func LinkedIn(export fs.FS) (*yaml.Node, error) {
	files, err := exportFiles(export)
	if err != nil {
		return nil, err
	}
	l := &linkedIn{converter: &converter{left: maxNodes, bytes: maxBytes}, fs: export, files: files}
	if files["profile"] == "" {
		return nil, ErrNoExport
	}
	ps := []pair{l.pair("basics", l.basics())}
	for _, t := range tables() {
		var entries []*yaml.Node
		for _, row := range l.rows(t.file) {
			if e := l.entry(t, row); e != nil {
				entries = append(entries, e)
			}
		}
		if len(entries) > 0 {
			ps = append(ps, l.pair(t.list, l.list(entries...)))
		}
	}
	if l.err == nil && l.spent() {
		l.err = errors.New("the export holds more than a CV can")
	}
	return l.mapping(&yaml.Node{Line: 1, Column: 1}, ps), l.err
}

// exportFiles finds the files of the tables, at the top or in one folder, by their
// names in lower case without the ending.
func exportFiles(export fs.FS) (map[string]string, error) {
	files, seen := map[string]string{}, 0
	err := fs.WalkDir(export, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if seen++; seen > maxFiles {
			return fs.SkipAll
		}
		if d.IsDir() {
			if strings.Count(name, "/") > 0 || strings.HasPrefix(path.Base(name), "__") {
				return fs.SkipDir
			}
			return nil
		}
		base := strings.ToLower(path.Base(name))
		if stem, ok := strings.CutSuffix(base, ".csv"); ok && files[stem] == "" && d.Type().IsRegular() {
			files[stem] = name
		}
		return nil
	})
	return files, err
}

// linkedIn reads one export.
type linkedIn struct {
	*converter
	fs    fs.FS
	files map[string]string
	err   error // the first one
}

func (l *linkedIn) node(s string) *yaml.Node { return l.text(&yaml.Node{Line: 1, Column: 1}, s) }

func (l *linkedIn) pair(key string, value *yaml.Node) pair { return pair{l.node(key), value} }

// rows are those of a file, by the names of their columns in lower case; none
// where the file is missing.
func (l *linkedIn) rows(file string) []map[string]string {
	name := l.files[strings.ToLower(file)]
	if name == "" || l.err != nil {
		return nil
	}
	f, err := l.fs.Open(name)
	if err != nil {
		l.err = fmt.Errorf("%s cannot be read: %w", path.Base(name), err)
		return nil
	}
	defer func() { _ = f.Close() }() // it was only read
	src, err := io.ReadAll(io.LimitReader(f, maxCSV+1))
	if err != nil || len(src) > maxCSV {
		if err == nil {
			err = fmt.Errorf("it is larger than %d KiB", maxCSV>>10)
		}
		l.err = fmt.Errorf("%s cannot be read: %w", path.Base(name), err)
		return nil
	}
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(src, []byte("\ufeff"))))
	r.LazyQuotes, r.FieldsPerRecord = true, -1
	var head []string
	var out []map[string]string
	for len(out) < maxRows {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			l.err = fmt.Errorf("%s cannot be read: %w", path.Base(name), err)
			return nil
		}
		if head == nil {
			head = record
			continue
		}
		row := map[string]string{}
		for i, v := range record[:min(len(record), len(head))] {
			row[strings.ToLower(strings.TrimSpace(head[i]))] = strings.TrimSpace(strings.ToValidUTF8(v, "\ufffd"))
		}
		out = append(out, row)
	}
	return out
}

// entry is a row as an entry of its list, or as a text where one column is all.
func (l *linkedIn) entry(t table, row map[string]string) *yaml.Node {
	var ps []pair
	given := map[string]bool{}
	for _, c := range t.columns {
		column, key, _ := strings.Cut(c, "=")
		v := row[strings.ToLower(column)]
		switch {
		case v == "" || given[key]:
		case key == "":
			return l.node(v)
		case strings.HasSuffix(key, "Date") || key == "date":
			ps = append(ps, l.pair(key, l.node(isoDate(v))))
		case key == "summary" && (t.list == "work" || t.list == "volunteer"):
			if points := bullets(v); points != nil {
				key = "highlights"
				var texts []*yaml.Node
				for _, p := range points {
					texts = append(texts, l.node(p))
				}
				ps = append(ps, l.pair(key, l.list(texts...)))
				break
			}
			ps = append(ps, l.pair(key, l.node(v)))
		default:
			ps = append(ps, l.pair(key, l.node(v)))
		}
		given[key] = given[key] || v != ""
	}
	if len(ps) == 0 {
		return nil
	}
	return l.mapping(ps[0].key, ps)
}

// isoDate is a date as LinkedIn writes it, "Mar 2019", in ISO 8601; any other text
// stays.
func isoDate(s string) string {
	for _, d := range [][2]string{{"Jan 2006", "2006-01"}, {"Jan 2, 2006", "2006-01-02"}, {"January 2006", "2006-01"}, {"1/2/2006", "2006-01-02"}} {
		if t, err := time.Parse(d[0], s); err == nil {
			return t.Format(d[1])
		}
	}
	return s
}

// bullets are the points of a text in which every line is one.
func bullets(s string) (points []string) {
	for line := range strings.Lines(s) {
		line = strings.TrimSpace(line)
		rest := strings.TrimLeft(line, "•·*-–▪●‣ ")
		if line == "" {
			continue
		}
		if rest == line || rest == "" {
			return nil
		}
		points = append(points, rest)
	}
	return points
}

// basics are of Profile.csv, and the address of Email Addresses.csv.
func (l *linkedIn) basics() *yaml.Node {
	var ps []pair
	add := func(key, v string) {
		if v != "" {
			ps = append(ps, l.pair(key, l.node(v)))
		}
	}
	if rows := l.rows("Profile"); len(rows) > 0 {
		row := rows[0]
		add("name", strings.TrimSpace(row["first name"]+" "+row["last name"]))
		add("label", row["headline"])
		for _, e := range l.rows("Email Addresses") {
			if strings.EqualFold(e["primary"], "yes") && strings.EqualFold(e["confirmed"], "yes") {
				add("email", e["email address"])
				break
			}
		}
		add("summary", row["summary"])
		add("location", row["geo location"])
		var profiles []*yaml.Node
		for i, site := range inBrackets(row["websites"]) {
			kind, url, ok := strings.Cut(site, ":")
			if strings.HasPrefix(url, "//") || !ok {
				kind, url = "website", site
			}
			if i == 0 {
				add("url", url)
				continue
			}
			profiles = append(profiles, l.mapping(l.node(""), []pair{l.pair("network", l.node(heading(strings.ToLower(kind)))), l.pair("url", l.node(url))}))
		}
		for _, handle := range inBrackets(row["twitter handles"]) {
			profiles = append(profiles, l.mapping(&yaml.Node{Line: 1, Column: 1}, []pair{l.pair("network", l.node("Twitter")), l.pair("username", l.node(handle))}))
		}
		if len(profiles) > 0 {
			ps = append(ps, l.pair("profiles", l.list(profiles...)))
		}
	}
	return l.mapping(&yaml.Node{Line: 1, Column: 1}, ps)
}

// inBrackets are the elements of a list as LinkedIn writes it:
// "[PERSONAL:https://a.example,BLOG:https://b.example]".
func inBrackets(s string) (out []string) {
	for _, e := range strings.Split(strings.Trim(s, "[]"), ",") {
		if e = strings.TrimSpace(e); e != "" && len(out) < 10 {
			out = append(out, e)
		}
	}
	return out
}
