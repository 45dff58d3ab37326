package export

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/emersion/go-vcard"

	"wenkaiyue.com/cv/data"
)

func parseVCard(t testing.TB, s string) vcard.Card {
	t.Helper()
	d := vcard.NewDecoder(strings.NewReader(s))
	card, err := d.Decode()
	if err != nil {
		t.Fatalf("%v\n%s", err, s)
	}
	if _, err := d.Decode(); err == nil {
		t.Fatalf("got a second card, want one:\n%s", s)
	}
	return card
}

// checkLines fails unless all lines end in CR LF and have at most 75 octets (RFC 6350, 3.2).
func checkLines(t testing.TB, s string) {
	t.Helper()
	if !strings.HasSuffix(s, "\r\n") || strings.Count(s, "\n") != strings.Count(s, "\r\n") || strings.Count(s, "\r") != strings.Count(s, "\r\n") {
		t.Errorf("got %q, want all lines to end in CR LF", s)
	}
	for line := range strings.SplitSeq(s, "\r\n") {
		if len(line) > 75 || !utf8.ValidString(line) {
			t.Errorf("got a line of %d octets, want at most 75, in UTF-8: %q", len(line), line)
		}
	}
}

func TestVCardParses(t *testing.T) {
	s := render(t, "vcard", embedded(t))
	checkLines(t, s)
	card := parseVCard(t, s)
	if got := card.Value(vcard.FieldFormattedName); got != "Wen Kaiyue" {
		t.Errorf("got FN %q, want Wen Kaiyue", got)
	}
	if n := card.Name(); n.FamilyName != "Wen" || n.GivenName != "Kaiyue" {
		t.Errorf("got N %+v, want Wen and Kaiyue", n)
	}
	if got := card.PreferredValue(vcard.FieldEmail); got != "wenky20@mails.tsinghua.edu.cn" || len(card[vcard.FieldEmail]) != 2 {
		t.Errorf("got EMAIL %q, preferred of %d, want the first of 2", got, len(card[vcard.FieldEmail]))
	}
	if got := card.Get(vcard.FieldTelephone); got.Value != "tel:+8613670156595" || got.Params.Get("VALUE") != "uri" {
		t.Errorf("got TEL %+v, want the URI tel:+8613670156595", got)
	}
	if a := card.Address(); a.StreetAddress != "Tsinghua University" || a.Locality != "Beijing" || a.PostalCode != "100084" || a.Country != "China" {
		t.Errorf("got ADR %+v, want street, city, postal code and country of the CV", a)
	}
	if got := card.Value(vcard.FieldURL); got != "https://wenkaiyue.com" {
		t.Errorf("got URL %q, want https://wenkaiyue.com", got)
	}
	if got := card.Value(vcard.FieldRevision); got != "20261123T000000Z" {
		t.Errorf("got REV %q, want 20261123T000000Z", got)
	}
}

func TestVCardEscapesAndFolds(t *testing.T) {
	cv := load(t, "a.json", `{"basics": {"name": "A; B, C\\n", "label": "`+strings.Repeat("汉字", 40)+`",
		"url": "https://a.example/`+strings.Repeat("x", 80)+`,y", "phone": "ask me", "summary": "One,\n\nEND:VCARD\n\nTwo;",
		"location": {"city": "X;Y"}, "profiles": [{"url": "javascript:alert(1)"}]}}`)
	s := render(t, "vcard", cv)
	checkLines(t, s)
	card := parseVCard(t, s)
	for field, want := range map[string]string{
		vcard.FieldFormattedName: `A; B, C\n`,
		vcard.FieldTitle:         cv.Basics.Label,
		vcard.FieldURL:           cv.Basics.URL,
		vcard.FieldNote:          "One,\nEND:VCARD\nTwo;",
		vcard.FieldTelephone:     "ask me",
	} {
		if got := card.Value(field); got != want {
			t.Errorf("%s: got %q, want %q", field, got, want)
		}
	}
	if !strings.Contains(s, `ADR:;;;X\;Y;;;`) || strings.Contains(s, "javascript") {
		t.Errorf("got\n%s\nwant an escaped ADR and no javascript:", s)
	}
}

// The card of an empty CV has the properties that RFC 6350 requires.
func TestVCardEmpty(t *testing.T) {
	card := parseVCard(t, render(t, "vcard", new(data.CV)))
	if card.Value(vcard.FieldFormattedName) == "" || card.Value(vcard.FieldVersion) != "4.0" {
		t.Errorf("got card %v, want FN and VERSION 4.0", card)
	}
}

func FuzzVCard(f *testing.F) {
	f.Add("A; B, C\\n", "a@b.example", "One\nEND:VCARD\r\nBEGIN:VCARD")
	f.Add("文凯越\u2028", "\x00", "\\")
	f.Fuzz(func(t *testing.T, name, email, note string) {
		src, _ := json.Marshal(map[string]any{"basics": map[string]any{"name": "x" + name, "email": email, "summary": note}})
		cv := load(t, "a.json", string(src))
		s := render(t, "vcard", cv)
		checkLines(t, s)
		card := parseVCard(t, s)
		if got := card.Value(vcard.FieldFormattedName); got != cv.Basics.Name {
			t.Errorf("got FN %q, want %q", got, cv.Basics.Name)
		}
		if got := card.Value(vcard.FieldEmail); got != cv.Basics.Email {
			t.Errorf("got EMAIL %q, want %q", got, cv.Basics.Email)
		}
		if got := card.Value(vcard.FieldNote); squeeze(got) != squeeze(plainText(cv.Basics.Summary)) {
			t.Errorf("got NOTE %q, want %q", got, plainText(cv.Basics.Summary))
		}
	})
}

func TestCardFitsACode(t *testing.T) {
	card := Card(embedded(t))
	for _, want := range []string{"BEGIN:VCARD\r\n", "FN:Wen Kaiyue\r\n", "wenky20@mails.tsinghua.edu.cn", "kaiyuewen3@gmail.com", "13670156595", "https://wenkaiyue.com", "END:VCARD\r\n"} {
		if !strings.Contains(card, want) {
			t.Errorf("the card lacks %q: %q", want, card)
		}
	}
	if len(card) > 192 { // bytes in a QR code of version 8, which 44 rows can show
		t.Errorf("got a card of %d bytes, want at most 192", len(card))
	}
}
