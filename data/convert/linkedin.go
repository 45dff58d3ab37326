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
		{"Profile", "basics", []string{"First Name=firstName", "Last Name=lastName", "Headline=label", "Summary=summary", "Geo Location=location"}},
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
	if files["profile"] == "" {
		return nil, ErrNoExport
	}
	rows := func(file string) (rows []map[string]string) {
		if name := files[strings.ToLower(file)]; name != "" && err == nil {
			if rows, err = readRows(export, name); err != nil {
				err = fmt.Errorf("%s cannot be read: %w", path.Base(name), err)
			}
		}
		return rows
	}
	at := &yaml.Node{Line: 1, Column: 1}
	var ps []pair
	for _, t := range tables() {
		var entries []*yaml.Node
		for _, row := range rows(t.file) {
			if e := t.entry(at, row); e != nil {
				entries = append(entries, e)
			}
		}
		switch {
		case t.list == "basics" && len(entries) > 0:
			ps = append(ps, as(t.list, at, mapping(at, append(pairs(entries[0]), ways(at, rows("Profile")[0], rows("Email Addresses"))...))))
		case len(entries) > 0:
			ps = append(ps, as(t.list, at, sequence(at, entries...)))
		}
	}
	return mapping(at, ps), err
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

// readRows are the rows of a file, by the names of their columns in lower case.
func readRows(export fs.FS, name string) ([]map[string]string, error) {
	f, err := export.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // it was only read
	src, err := io.ReadAll(io.LimitReader(f, maxCSV+1))
	if err != nil {
		return nil, err
	}
	if len(src) > maxCSV {
		return nil, fmt.Errorf("it is larger than %d KiB", maxCSV>>10)
	}
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(src, []byte("\ufeff"))))
	r.LazyQuotes, r.FieldsPerRecord = true, -1
	records, err := r.ReadAll()
	if err != nil || len(records) == 0 {
		return nil, err
	}
	var out []map[string]string
	for _, record := range records[1:min(len(records), maxRows)] {
		row := map[string]string{}
		for i, v := range record[:min(len(record), len(records[0]))] {
			row[strings.ToLower(strings.TrimSpace(records[0][i]))] = strings.TrimSpace(strings.ToValidUTF8(v, "\ufffd"))
		}
		out = append(out, row)
	}
	return out, nil
}

// entry is a row as an entry of its list, or as a text where one column is all.
func (t table) entry(at *yaml.Node, row map[string]string) *yaml.Node {
	r := &record{filled: map[string]bool{}}
	for _, c := range t.columns {
		column, key, _ := strings.Cut(c, "=")
		v := row[strings.ToLower(column)]
		switch {
		case v == "" || r.filled[key]:
		case key == "":
			return text(at, v)
		case strings.HasSuffix(strings.ToLower(key), "date"):
			r.put(key, at, text(at, isoDate(v)))
		default:
			r.put(key, at, text(at, v))
		}
	}
	if len(r.pairs) == 0 {
		return nil
	}
	return mapping(at, r.pairs)
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

// ways are the ways to reach somebody: the confirmed primary email, web sites and
// Twitter.
func ways(at *yaml.Node, profile map[string]string, emails []map[string]string) (ps []pair) {
	for _, e := range emails {
		if strings.EqualFold(e["primary"], "yes") && strings.EqualFold(e["confirmed"], "yes") {
			ps = append(ps, as("email", at, text(at, e["email address"])))
			break
		}
	}
	var profiles []*yaml.Node
	for i, site := range inBrackets(profile["websites"]) {
		kind, url, ok := strings.Cut(site, ":")
		if strings.HasPrefix(url, "//") || !ok {
			kind, url = "website", site
		}
		if i == 0 {
			ps = append(ps, as("url", at, text(at, url)))
			continue
		}
		profiles = append(profiles, account(at, strings.ToLower(kind), "url", text(at, url)))
	}
	for _, handle := range inBrackets(profile["twitter handles"]) {
		profiles = append(profiles, account(at, "Twitter", "username", text(at, handle)))
	}
	if len(profiles) > 0 {
		ps = append(ps, as("profiles", at, sequence(at, profiles...)))
	}
	return ps
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
