package export

import (
	"encoding/json"
	"strings"
	"testing"
)

// A page runs in the direction of its owner's name.
func TestPageDirection(t *testing.T) {
	for name, want := range map[string]bool{
		"علی احمدی": true, "1. דוד כהן": true, "Ana علی": false, "علی Ana": true,
		"Wen Kaiyue": false, "温凯越": false, "": false, "2023 –": false, "\xff\xfeعلی": true,
	} {
		quoted, err := json.Marshal(name)
		if err != nil {
			t.Fatal(err)
		}
		first, _, _ := strings.Cut(render(t, "html", load(t, "a.json", `{"basics": {"name": `+string(quoted)+`}}`)), "<head>")
		if got := strings.Contains(first, ` dir="rtl"`); got != want {
			t.Errorf("name %q: got %s, want dir=\"rtl\": %t", name, first, want)
		}
	}
}
