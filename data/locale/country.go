package locale

import (
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// IsCountry reports whether s is a name of the country with an ISO 3166-1 code, in any
// language.
func IsCountry(s, code string) bool {
	region, err := language.ParseRegion(code)
	if s == "" || err != nil {
		return false
	}
	switch region.String() + " " + strings.ToUpper(strings.ReplaceAll(s, ".", "")) {
	case "US USA", "US US", "US UNITED STATES OF AMERICA", "GB UK", "GB GREAT BRITAIN", "AE UAE", "KR KOREA", "CZ CZECH REPUBLIC", "NL HOLLAND":
		return true
	}
	for _, tag := range display.Supported.Tags() {
		if namer := display.Regions(tag); namer != nil && strings.EqualFold(namer.Name(region), s) {
			return true
		}
	}
	return false
}
