package starter_test

import (
	"archive/zip"
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/export"
	"wenkaiyue.com/cv/data/starter"
)

// A file in any format is converted to one of ours that shows the same text.
func TestFromFormats(t *testing.T) {
	names, err := filepath.Glob("../convert/testdata/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatalf("got no files: %v", err)
	}
	for _, name := range names {
		t.Run(filepath.Base(name), func(t *testing.T) {
			archive, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			path := filepath.Join(t.TempDir(), archive.Files[0].Name)
			if err := os.WriteFile(path, archive.Files[0].Data, 0o600); err != nil {
				t.Fatal(err)
			}
			out, err := starter.From(path)
			if err != nil {
				t.Fatal(err)
			}
			before, after := shownText(t, path, archive.Files[0].Data), shownText(t, "cv.yaml", out)
			if before != after || len(before) < 100 {
				t.Errorf("got the text\n%s\nwant\n%s", after, before)
			}
			again, err := starter.Convert("cv.yaml", out)
			if err != nil || !bytes.Equal(again, out) {
				t.Errorf("converted again: got\n%s\n%v, want\n%s", again, err, out)
			}
		})
	}
}

func shownText(t *testing.T, name string, src []byte) string {
	t.Helper()
	cv, err := data.Load(name, bytes.NewReader(src))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := export.Text(&b, cv, 80); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// linkedIn returns the files of an export, with the columns that LinkedIn writes.
func linkedIn() map[string]string {
	return map[string]string{
		"Profile.csv": "\ufeffFirst Name,Last Name,Maiden Name,Address,Birth Date,Headline,Summary,Industry,Zip Code,Geo Location,Twitter Handles,Websites,Instant Messengers\n" +
			`Jane,Doe,Roe,"Secret Street 1","Jan 1, 1990",Nurse at City Hospital,"I help people.` + "\n\n" + `Every day.",Health,3000,"Bern, Switzerland",[janedoe],"[PERSONAL:https://jane.example.com,BLOG:https://blog.example.com]",` + "\n",
		"Email Addresses.csv": "Email Address,Confirmed,Primary,Updated On\nold@example.com,Yes,No,1/1/20\nnew@example.com,No,Yes,1/1/20\njane@example.com,Yes,Yes,1/1/20\n",
		"Positions.csv": "Company Name,Title,Description,Location,Started On,Finished On\n" +
			"City Hospital,Nurse,\"• Trained others\n• Led ward 3\",Bern,Mar 2019,\nUni Hospital,Student nurse,\"Nights, mostly\",,2015,Feb 2019\n",
		"Education.csv":      "School Name,Start Date,End Date,Notes,Degree Name,Activities\nUni Bern,2015,2018,With honours,BSc Care,Chess club\n",
		"Skills.csv":         "Name\nWounds\nPain\n",
		"Certifications.csv": "Name,Url,Authority,Started On,Finished On,License Number\nFirst aid,https://example.com/c,Red Cross,May 2020,,123\n",
		"Languages.csv":      "Name,Proficiency\nGerman,Native or bilingual proficiency\n",
		"Projects.csv":       "Title,Description,Url,Started On,Finished On\nSleep diary,For patients,https://example.com/s,Jan 2021,Jun 2021\n",
		"Publications.csv":   "Name,Published On,Description,Publisher,Url\nOn sleep,\"Mar 5, 2021\",Short,Sleep,https://example.com/p\n",
		"Honors.csv":         "Title,Description,Issued On\nNurse of the year,By patients,Dec 2020\n",
		"Volunteering.csv":   "Company Name,Role,Cause,Started On,Finished On,Description\nRed Cross,Helper,Health,Jan 2010,Jan 2012,Helped\n",
		"Courses.csv":        "Name,Number\nAnatomy,101\n",
		"PhoneNumbers.csv":   "Extension,Number,Type\n,555000111,Mobile\n",
		"messages.csv":       "CONVERSATION ID,FROM,CONTENT\n1,John,secret words\n",
	}
}

// zipped writes files into a ZIP, with folder before their names, and returns its path.
func zipped(t *testing.T, files map[string]string, folder string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "export.zip")
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	w := zip.NewWriter(f)
	for file, content := range files {
		e, err := w.Create(folder + file)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := e.Write([]byte(content)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return name
}

// LinkedIn's export, as a folder or a ZIP, gives what a profile shows and nothing else.
func TestFromLinkedIn(t *testing.T) {
	folder := t.TempDir()
	for name, content := range linkedIn() {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want := ""
	// The ".." is no path of this machine: nothing is unpacked.
	for _, name := range []string{folder, zipped(t, linkedIn(), ""), zipped(t, linkedIn(), "Basic_LinkedInDataExport/"), zipped(t, linkedIn(), "../")} {
		out, err := starter.From(name)
		if err != nil {
			t.Fatal(err)
		}
		got := shownText(t, "cv.yaml", out)
		if want == "" {
			want = got
		}
		if got != want {
			t.Errorf("%s: got the text\n%s\nwant\n%s", name, got, want)
		}
	}
	for _, shown := range []string{"Jane Doe\nNurse at City Hospital\n", "jane@example.com", "jane.example.com", "blog.example.com", "janedoe", "Bern, Switzerland",
		"I help people.", "Every day.", "2019", "- Trained others\n", "Nights, mostly", "BSc Care", "With honours", "Chess club", "Wounds", "First aid", "Red Cross", "2020",
		"Native or bilingual", "Sleep diary", "On sleep", "Nurse of the year", "Helper", "Anatomy"} {
		if !strings.Contains(want, shown) {
			t.Errorf("the text lacks %q:\n%s", shown, want)
		}
	}
	for _, hidden := range []string{"Secret", "1990", "3000", "555000111", "secret words", "old@", "new@", "Roe"} {
		if strings.Contains(want, hidden) {
			t.Errorf("the text has %q, want it left out:\n%s", hidden, want)
		}
	}
}

// Other files are refused with an error of one line.
func TestFromRefuses(t *testing.T) {
	bomb := map[string]string{"Profile.csv": strings.Repeat("a,", 4<<20)}
	broken := filepath.Join(t.TempDir(), "broken.zip")
	nameless := filepath.Join(t.TempDir(), "nameless.yaml")
	for name, content := range map[string]string{broken: "PK\x03\x04 and no more", nameless: "skills: [Go]\n"} {
		if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for name, want := range map[string]string{
		t.TempDir(): "there is no Profile.csv in it", zipped(t, map[string]string{"word/document.xml": "x"}, ""): "there is no Profile.csv in it",
		zipped(t, bomb, ""): "Profile.csv cannot be read: it is larger than 1024 KiB",
		zipped(t, map[string]string{"Profile.csv": linkedIn()["Profile.csv"], "Skills.csv": bomb["Profile.csv"]}, ""): "Skills.csv cannot be read", broken: "cannot be unpacked", nameless: "name",
	} {
		out, err := starter.From(name)
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: got error %v and %q, want an error with %q", name, err, out, want)
		}
	}
}
