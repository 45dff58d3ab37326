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

// Limits of an export of LinkedIn. The reader needs a few KiB of it; a file in a ZIP may
// unpack to any size.
const (
	maxCSV   = 1 << 20
	maxRows  = 2000
	maxFiles = 5000
)

// table describes one file of the export: the list that it fills, and the key for each
// column. A key that the list does not know is placed as in any other file.
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

// errNoExport reports a path that is not a data export of LinkedIn.
var errNoExport = errors.New("this is not a data export of LinkedIn: there is no Profile.csv in it")

// LinkedIn reads a data export of LinkedIn, its ZIP or its folder, as a JSON Resume. It
// takes the profile and the confirmed primary email address. It does not take the birth
// date, postal address, ZIP code, phone numbers or messages. An error is one sentence
// that names the unreadable file.
func LinkedIn(export fs.FS) (*yaml.Node, error) {
	files := exportFiles(export)
	if files["profile"] == "" {
		return nil, errNoExport
	}
	var err error
	rows := func(file string) (rows []map[string]string) {
		if name := files[strings.ToLower(file)]; name != "" && err == nil {
			if rows, err = readRows(export, name); err != nil {
				err = fmt.Errorf("%s cannot be read: %w", path.Base(name), err)
			}
		}
		return rows
	}
	at := &yaml.Node{Line: 1, Column: 1}
	var out []pair
	if profile := rows("Profile"); len(profile) > 0 {
		t := table{columns: []string{"First Name=firstName", "Last Name=lastName", "Headline=label", "Summary=summary", "Geo Location=location"}}
		out = append(out, as("basics", at, mapping(at, append(pairs(t.entry(at, profile[0])), ways(at, profile[0], rows("Email Addresses"))...))))
	}
	for _, t := range tables() {
		list := sequence(at)
		for _, row := range rows(t.file) {
			if entry := t.entry(at, row); !isNull(entry) {
				list.Content = append(list.Content, entry)
			}
		}
		if len(list.Content) > 0 {
			out = append(out, as(t.list, at, list))
		}
	}
	return mapping(at, out), err
}

// exportFiles finds the files of the tables, at the top or in one folder. Its keys are
// their names in lower case, without extension.
func exportFiles(export fs.FS) map[string]string {
	files := map[string]string{}
	for _, pattern := range []string{"*.[cC][sS][vV]", "*/*.[cC][sS][vV]"} {
		names, _ := fs.Glob(export, pattern) // the patterns are valid
		for _, name := range names[:min(len(names), maxFiles)] {
			stem := strings.ToLower(path.Base(name[:len(name)-len(".csv")]))
			if info, err := fs.Stat(export, name); err == nil && info.Mode().IsRegular() && files[stem] == "" && !strings.HasPrefix(name, "__") {
				files[stem] = name
			}
		}
	}
	return files
}

// readRows returns the rows of a file; the keys of a row are the names of the columns in
// lower case.
func readRows(export fs.FS, name string) (rows []map[string]string, err error) {
	f, err := export.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // it was only read
	src, err := io.ReadAll(io.LimitReader(f, maxCSV+1))
	if err == nil && len(src) > maxCSV {
		err = fmt.Errorf("it is larger than %d KiB", maxCSV>>10)
	}
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(src, []byte("\ufeff"))))
	r.LazyQuotes, r.FieldsPerRecord = true, -1
	var head []string
	for err == nil && len(rows) < maxRows {
		var record []string
		if record, err = r.Read(); err != nil {
			break
		}
		if head == nil {
			head = record
			continue
		}
		row := map[string]string{}
		for i, v := range record[:min(len(record), len(head))] {
			row[strings.ToLower(strings.TrimSpace(head[i]))] = strings.TrimSpace(strings.ToValidUTF8(v, "\ufffd"))
		}
		rows = append(rows, row)
	}
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return rows, err
}

// entry returns a row as an entry of its list, or as a text if the table has one column.
func (t table) entry(at *yaml.Node, row map[string]string) *yaml.Node {
	r := &record{filled: map[string]bool{}}
	for _, c := range t.columns {
		column, key, _ := strings.Cut(c, "=")
		v := row[strings.ToLower(column)]
		switch {
		case key == "":
			return text(at, v)
		case strings.HasSuffix(strings.ToLower(key), "date"):
			v = isoDate(v)
		}
		if v != "" && !r.filled[key] {
			r.put(key, at, text(at, v))
		}
	}
	return mapping(at, r.pairs)
}

// isoDate converts a date of LinkedIn, "Mar 2019", to ISO 8601. It returns any other text
// unchanged.
func isoDate(s string) string {
	for _, d := range [][2]string{{"Jan 2006", "2006-01"}, {"Jan 2, 2006", "2006-01-02"}, {"January 2006", "2006-01"}, {"1/2/2006", "2006-01-02"}} {
		if t, err := time.Parse(d[0], s); err == nil {
			return t.Format(d[1])
		}
	}
	return s
}

// ways returns the contacts: the confirmed primary email address, web sites in the form
// "[PERSONAL:https://a.example,BLOG:https://b.example]", and Twitter.
func ways(at *yaml.Node, profile map[string]string, emails []map[string]string) (out []pair) {
	add := func(key, value string) { out = append(out, as(strings.ToLower(key), at, text(at, value))) }
	list := func(s string) []string {
		return strings.FieldsFunc(s, func(r rune) bool { return r == '[' || r == ']' || r == ',' })
	}
	for _, e := range emails {
		if strings.EqualFold(e["primary"], "yes") && strings.EqualFold(e["confirmed"], "yes") {
			add("email", e["email address"])
			break
		}
	}
	for i, site := range list(profile["websites"]) {
		kind, url, ok := strings.Cut(site, ":")
		if strings.HasPrefix(url, "//") || !ok {
			kind, url = "website", site
		}
		if i == 0 {
			kind = "url"
		}
		add(kind, url)
	}
	for _, handle := range list(profile["twitter handles"]) {
		add("twitter", handle)
	}
	return out
}
