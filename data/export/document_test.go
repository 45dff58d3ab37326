package export

import "testing"

// Of a text in Latin letters English alone is claimed, and only where it is.
func TestLanguage(t *testing.T) {
	for text, want := range map[string]string{
		"Led a team of nurses and trained new staff for the ward.":       "en",
		"Leitete ein Team von Pflegekräften und schulte neue Mitglieder": "",
		"Dirigió un equipo de enfermeras y formó al personal nuevo.":     "",
		"Engineer":  "",
		"负责一个团队的工作": "zh",
		"チームを率いて新人を育てました":    "ja",
		"Руководил командой": "",
	} {
		cv := load(t, "a.yaml", "basics: {name: Jane Doe}\nwork:\n  - summary: "+text+"\n")
		if got := language(cv); got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}
