package export

import (
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"wenkaiyue.com/cv/data"
)

func jsonResumeSchema(t testing.TB) *jsonschema.Schema {
	t.Helper()
	src, err := os.ReadFile("testdata/jsonresume-schema-1.3.1.json")
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(src))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("schema.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// everyField sets each field of every type, and has words beside dates.
const everyField = `{
"basics": {"name": "N", "label": "L", "image": "https://i.example/i.png", "email": "a@b.example", "emails": ["c@d.example", "e@f.example"],
  "phone": "+1 (2) 345", "url": "https://n.example/", "summary": "One.\nTwo \"quoted\" <b> \u2028 \\.",
  "location": {"address": "A", "postalCode": "P", "city": "C", "region": "R", "country": "K", "countryCode": "XX"},
  "profiles": [{"network": "N", "username": "U", "url": "https://p.example"}]},
"work": [{"name": "W", "location": "L", "description": "D", "position": "P", "url": "https://w.example", "startDate": "2019-02-03", "endDate": "present", "summary": "S", "highlights": ["a", "b"]},
  {"name": "X", "startDate": "Summer 2020", "endDate": "some day"}, {"name": "Y", "startDate": "2020-13-40", "endDateText": "now"},
  {"name": "Z", "startDate": "2021", "startDateText": "present", "endDate": "present", "endDateText": "heute"}],
"volunteer": [{"organization": "O", "position": "P", "url": "https://v.example", "startDate": "2019", "endDate": "11/2020", "summary": "S", "highlights": ["h"]}],
"education": [{"institution": "I", "url": "https://e.example", "area": "A", "studyType": "T", "startDate": "2019-02", "endDate": "Expected 07/2023", "score": 3.9, "scoreLabel": "L", "courses": ["c"]}],
"awards": [{"title": "T", "date": "2020/05/06", "awarder": "A", "summary": "S"}],
"certificates": [{"name": "N", "date": "May 2021", "url": "https://c.example", "issuer": "I"}],
"publications": [{"name": "N", "publisher": "P", "releaseDate": "2020", "url": "https://u.example", "summary": "S", "authors": [{"name": "A", "self": true, "equal": true}, "B"], "venue": "V", "status": "S", "doi": "10.1/x"}],
"skills": [{"name": "N", "level": "L", "keywords": ["null", "true", "~", "1"]}],
"languages": [{"language": "L", "fluency": "F"}],
"interests": [{"name": "N", "keywords": ["k"]}],
"references": [{"name": "N", "reference": "R"}],
"projects": [{"name": "N", "description": "D", "highlights": ["h"], "keywords": ["k"], "startDate": "2019", "endDate": "2020", "url": "https://p.example", "roles": ["r"], "entity": "E", "type": "T", "supervisors": ["s"]}],
"meta": {"canonical": "https://m.example", "version": "v1", "lastModified": "2026-11-23", "sections": [{"name": "n", "title": "T", "list": "work"}, {"name": "f", "items": [{"name": "N", "location": "L", "url": "https://f.example", "date": "11/2019", "startDate": "2019", "endDate": "2020", "summary": "S *s*", "highlights": ["h"], "keywords": ["k"]}]}]}
}`

// checkJSON returns a CV as JSON, and fails unless that loads as the same CV.
func checkJSON(t *testing.T, cv *data.CV) string {
	t.Helper()
	out := render(t, "json", cv)
	again, err := data.Load("cv.json", strings.NewReader(out))
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if !reflect.DeepEqual(cv, again) {
		t.Errorf("JSON, loaded: got\n%+v\nwant\n%+v\n%s", again, cv, out)
	}
	return out
}

func TestJSONRoundTripAndSchema(t *testing.T) {
	schema := jsonResumeSchema(t)
	cvs := files(t)
	delete(cvs, "hostile.yaml") // its URLs are invalid
	maps.Copy(cvs, map[string]*data.CV{
		"embedded": embedded(t),
		"every":    load(t, "a.json", everyField),
		"empty":    load(t, "a.json", `{}`),
		"old":      load(t, "a.json", `{"basics": {"picture": "", "website": ""}, "work": [{"company": "C", "startDate": "", "highlights": [""]}], "awards": [{}]}`),
		"rtl":      load(t, "a.json", `{"basics": {"name": "علی احمدی"}, "work": [{"name": "شرکت", "startDate": "مهر ۱۴۰۰ – اکنون"}]}`),
	})
	for name, cv := range cvs {
		t.Run(name, func(t *testing.T) {
			out := checkJSON(t, cv)
			doc, err := jsonschema.UnmarshalJSON(strings.NewReader(out))
			if err != nil {
				t.Fatal(err)
			}
			if err := schema.Validate(doc); err != nil {
				t.Error(err)
			}
		})
	}
}

// The words of a date stand beside it, or alone if they are no date.
func TestJSONDates(t *testing.T) {
	var got struct {
		Work []map[string]any
	}
	if err := json.Unmarshal([]byte(render(t, "json", load(t, "a.json", everyField))), &got); err != nil {
		t.Fatal(err)
	}
	want := []map[string]any{
		{"startDate": "2019-02-03", "endDateText": "present"},
		{"startDate": "2020", "startDateText": "Summer 2020", "endDateText": "some day"},
		{"startDate": "2020", "startDateText": "2020-13-40", "endDateText": "now"},
		{"startDate": "2021", "startDateText": "present", "endDateText": "heute"},
	}
	for i, dates := range want {
		for _, key := range []string{"startDate", "startDateText", "endDate", "endDateText"} {
			if got.Work[i][key] != dates[key] {
				t.Errorf("work %d: %s: got %v, want %v", i, key, got.Work[i][key], dates[key])
			}
		}
	}
}

// jsonString returns s quoted as in [JSON].
func jsonString(s string) string {
	var b strings.Builder
	if err := data.EncodeJSON(&b, data.Object{{Key: "k", Value: s}}); err != nil {
		panic(err)
	}
	return strings.TrimSuffix(strings.TrimPrefix(b.String(), "{\n  \"k\": "), "\n}\n")
}

func TestJSONStringEscapes(t *testing.T) {
	if got, want := jsonString("a\"\\\x1b\u009b\u007f<&\u2028"), `"a\"\\\u001b\u009b\u007f<&\u2028"`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func FuzzJSON(f *testing.F) {
	f.Add("a.json", everyField)
	f.Add("a.yaml", "basics: {name: '\u009b'}\nwork: [{startDate: x, startDateText: 2020}]")
	f.Fuzz(func(t *testing.T, name, src string) {
		cv, err := data.Load(name, strings.NewReader(src))
		if err != nil {
			return
		}
		checkJSON(t, cv)
	})
}
