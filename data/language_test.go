package data

import (
	"slices"
	"strings"
	"testing"
)

// The language is meta.language, or else a guess from the text, or "" if that is unclear.
func TestLanguage(t *testing.T) {
	for _, tt := range []struct{ file, language, work string }{
		{`basics: {name: A. Example}`, "", "Experience"},
		{`work: [{name: X, summary: Head of the team and of its work for the city}]`, "en", "Experience"},
		{`work: [{name: X, summary: Leiterin der Abteilung und Ansprechpartnerin}]`, "", "Experience"},
		{`meta: {language: de}`, "de", "Berufserfahrung"},
		{`meta: {language: pt_BR}`, "pt-BR", "Experiência"},
		{`meta: {language: zh-TW}`, "zh-TW", "工作經歷"},
		{`meta: {language: zh}`, "zh", "工作经历"},
		{`meta: {language: nl}`, "nl", "Experience"},
		{`meta: {language: what?}`, "", "Experience"},
		{`meta: {language: de, labels: {work: Stationen}}`, "de", "Stationen"},
		{`work: [{name: 示例公司, position: 工程师, summary: 负责后端开发}]`, "zh-Hans", "工作经历"},
		{`work: [{name: 範例公司, position: 工程師, summary: 負責後端開發}]`, "zh-Hant", "工作經歷"},
		{`work: [{name: 示例公司, position: 工程师, summary: "负责 React 和 Spring 的后端开发"}]`, "zh-Hans", "工作经历"},
		{`work: [{name: 株式会社サンプル, position: エンジニア, summary: 開発を担当しました}]`, "ja", "職歴"},
		{`work: [{name: 예제 회사, position: 개발자}]`, "ko", "경력"},
		{`work: [{name: ООО Пример, position: Программист C++}]`, "ru", "Опыт работы"},
		{`work: [{name: Приклад, position: Інженер у їхній компанії}]`, "", "Experience"},
		{`work: [{name: شركة, position: مهندس برمجيات في المدينة}]`, "ar", "الخبرة العملية"},
		{`work: [{name: شرکت نمونه, position: برنامه نویس پیشرفته}]`, "fa", "سوابق شغلی"},
		{`work: [{name: חברה לדוגמה, position: מהנדסת תוכנה}]`, "he", "ניסיון תעסוקתי"},
		{`work: [{name: Εταιρεία, position: Μηχανικός}]`, "el", "Experience"},
		{`work: [{name: 北京大学, summary: Wrote the software that all of the university runs on and more}]`, "en", "Experience"},
	} {
		cv := mustLoad(t, "a.yaml", tt.file)
		if got := cv.Language(); got != tt.language {
			t.Errorf("%s: got language %q, want %q", tt.file, got, tt.language)
		}
		if got := cv.Words().Labels.Work; got != tt.work {
			t.Errorf("%s: got the title %q for work, want %q", tt.file, got, tt.work)
		}
	}
}

// All generated words are in the language of the CV.
func TestSectionsSpeak(t *testing.T) {
	cv := mustLoad(t, "a.yaml", `
basics: {name: A. Beispiel, email: a@example.org, phone: "1234", url: "https://a.example", profiles: [{url: "https://b.example"}], location: {city: Ulm}}
education: [{institution: Uni, score: "1,3"}, {institution: Schule, score: "85"}]
projects: [{name: Werkzeug, startDate: 2024-02, keywords: [Go, C], supervisors: [A, B, C]}]
publications: [{name: P, authors: [{name: A, equal: true}, B]}]
meta: {language: de, labels: {projects: Vorhaben}}`)
	var b strings.Builder
	for _, c := range cv.Contacts() {
		b.WriteString(c.Label + "\n")
	}
	for _, s := range cv.Sections() {
		b.WriteString(s.Label + "|" + s.Title + "|" + strings.Join(s.Notes, "; ") + "\n")
		for _, it := range s.Items {
			b.WriteString(it.Date + "|" + it.Words + "\n")
			for _, l := range it.Lines {
				b.WriteString(l.String() + "\n")
			}
		}
	}
	const want = `E-Mail
Webseite
Telefon
Adresse
Profil
Ausbildung|Ausbildung|
|
Note: 1,3
|
Ergebnis: 85
Veröffentlichungen|Veröffentlichungen|* zu gleichen Teilen beigetragen
|
Vorhaben|Vorhaben|
Feb. 2024 – heute|Schlagwörter: Go, C
Betreut von A, B und C
`
	if got := b.String(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// The labels of the section bar are in the language of the CV; the names for the command
// line are not translated.
func TestSectionLabels(t *testing.T) {
	cv := mustLoad(t, "a.yaml", `
work: [{name: A}]
skills: [Go]
meta: {language: de, sections: [work, {name: skills, title: Was ich alles kann und weiß}, {name: talks, title: Vorträge, items: [X]}]}`)
	want := []string{"work|Berufserfahrung|Berufserfahrung", "skills|Kenntnisse|Was ich alles kann und weiß", "talks|Vorträge|Vorträge"}
	if got := sectionNames(cv); !slices.Equal(got, want) {
		t.Errorf("got sections %q, want %q", got, want)
	}
}

// TestContactsRepeated checks that a profile that repeats the email address or phone
// number is not shown.
func TestContactsRepeated(t *testing.T) {
	cv := &CV{Basics: Basics{
		Name: "Jane Doe", Email: "jane@example.com", Phone: "0123456",
		Profiles: []Profile{{Network: "Email", URL: "mailto:jane@example.com"}, {Network: "Phone", Username: "0123456"}, {Network: "GitHub", Username: "jane"}},
	}}
	if got := cv.Contacts(); len(got) != 3 || got[2].Text != "github.com/jane" {
		t.Errorf("got %+v, want three contacts, the last of GitHub", got)
	}
}

// A language in the name of a file overrides meta.language.
func TestLanguageByName(t *testing.T) {
	for name, want := range map[string]string{
		"cv.zh.yaml": "zh", "resume.de.json": "de", "cv.yaml": "fr", "cv.bak.yaml": "fr", "my.cv.yaml": "fr", "john.doe.yaml": "fr", ".zh.yaml": "fr", "cv.PT-br.yml": "pt-BR",
	} {
		cv, err := Load(name, strings.NewReader(`{"basics": {"name": "A"}, "meta": {"language": "fr"}}`))
		if err != nil {
			t.Fatal(err)
		}
		if got := cv.Language(); got != want {
			t.Errorf("%s: got language %q, want %q", name, got, want)
		}
	}
}
