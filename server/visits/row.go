package visits

import (
	"strconv"
	"strings"
	"time"
)

// Columns returns the names of the columns of [Row].
func Columns() []string {
	return []string{
		"time", "who", "door", "tag", "from", "client", "term", "size", "subsystem", "command",
		"status", "read", "took", "seconds", "ended", "edition",
	}
}

// Row returns a visit as a row of a spreadsheet.
func Row(r *Record, person bool) []string {
	who := "program"
	if person {
		who = "person"
	}
	var read []string
	for _, stay := range r.Read {
		read = append(read, stay.Place+"="+decimal(stay.Seconds))
	}
	row := []string{
		r.Time.Format(time.RFC3339), who, r.Door, r.Tag, r.From, r.Client, r.Term, r.Size, r.Subsystem, r.Command,
		strconv.Itoa(r.Status), strings.Join(read, " "), r.Took, decimal(r.Seconds), r.Ended, r.Edition,
	}
	for i, cell := range row {
		// A visitor's text must not be read as a formula (OWASP, CSV injection).
		if cell != "" && strings.Contains("=+-@", cell[:1]) {
			row[i] = "'" + cell
		}
	}
	return row
}

func decimal(seconds float64) string { return strconv.FormatFloat(seconds, 'f', 1, 64) }
