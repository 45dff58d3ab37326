package locale

import (
	"slices"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// NamesCountry reports whether any of texts is a name, in any language, of the country with
// an ISO 3166-1 code.
func NamesCountry(code string, texts ...string) bool {
	region, err := language.ParseRegion(code)
	if err != nil {
		return false
	}
	for _, s := range texts {
		switch region.String() + " " + strings.ToUpper(strings.ReplaceAll(s, ".", "")) {
		case "US USA", "US US", "US UNITED STATES OF AMERICA", "GB UK", "GB GREAT BRITAIN", "AE UAE", "KR KOREA", "CZ CZECH REPUBLIC", "NL HOLLAND":
			return true
		}
	}
	for _, tag := range display.Supported.Tags() {
		if namer := display.Regions(tag); namer != nil {
			name := namer.Name(region)
			if name != "" && slices.ContainsFunc(texts, func(s string) bool { return strings.EqualFold(name, s) }) {
				return true
			}
		}
	}
	return false
}
