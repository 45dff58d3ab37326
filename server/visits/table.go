package visits

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"
	"time"
)

// Table is a [Sink] that writes each visit as a line of CSV, for spreadsheets.
type Table struct {
	w       *csv.Writer
	clients clients
}

// NewTable writes the names of the columns and returns the table.
func NewTable(w io.Writer) (*Table, error) {
	t := &Table{w: csv.NewWriter(w), clients: clients{}}
	return t, t.w.Write([]string{
		"time", "who", "door", "tag", "from", "client", "term", "size", "subsystem", "command",
		"status", "read", "took", "seconds", "ended", "edition",
	})
}

// Visit implements [Sink].
func (t *Table) Visit(v *Visit) error {
	who := "program"
	if t.clients.of(v).person(v) {
		who = "person"
	}
	var read []string
	for _, r := range v.Read {
		read = append(read, r.Place+"="+tenths(r.Seconds))
	}
	return t.w.Write([]string{
		v.Time.Format(time.RFC3339), who, cell(v.Door), cell(v.Tag), cell(v.From), cell(v.Client), cell(v.Term), cell(v.Size),
		cell(v.Subsystem), cell(v.Command), strconv.Itoa(v.Status), cell(strings.Join(read, " ")), cell(v.Took),
		tenths(v.Seconds), cell(v.Ended), cell(v.Edition),
	})
}

// Traffic implements [Sink]; it writes nothing.
func (t *Table) Traffic(*Traffic) error { return nil }

// Flush writes what is buffered.
func (t *Table) Flush() error {
	t.w.Flush()
	return t.w.Error()
}

// cell keeps a visitor's text from being read as a formula by a spreadsheet (OWASP,
// CSV injection).
func cell(s string) string {
	if s != "" && strings.ContainsRune("=+-@", rune(s[0])) {
		return "'" + s
	}
	return s
}

func tenths(seconds float64) string { return strconv.FormatFloat(seconds, 'f', 1, 64) }
