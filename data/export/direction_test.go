package export

import (
	"encoding/json"
	"strings"
	"testing"
)

// A page runs as its owner's name does.
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
			t.Errorf("the page of %q begins with %s", name, first)
		}
	}
}
