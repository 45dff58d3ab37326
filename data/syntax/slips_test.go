package syntax

import (
	"regexp"
	"testing"
)

// Every slip has a reason, a fix and an expression whose parts are known, and the last one
// always applies.
func TestSlips(t *testing.T) {
	part := regexp.MustCompile(`\{[A-Za-z]+\}`)
	for _, s := range slips() {
		says, seen := s.says.String(), s.seen.String()
		if s.reason == "" || s.fix == "" || says+seen == "" {
			t.Errorf("reason %q, says %q, seen %q, fix %q: got an empty one, want a reason, a fix, and says or seen", s.reason, says, seen, s.fix)
		}
		if name := part.FindString(says + seen); name != "" {
			t.Errorf("%s: got %s, which is no part", s.reason, name)
		}
	}
	if s, _, _ := explain("a message of its own", "‸"); s.fix != slips()[len(slips())-1].fix {
		t.Errorf("got %+v, want the last slip", s)
	}
}
