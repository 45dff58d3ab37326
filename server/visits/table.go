package visits

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"
	"time"
)

// Table writes a line of comma-separated values a visit, for spreadsheets. It is
// a [Sink] and keeps nothing.
type Table struct {
	w       *csv.Writer
	clients clients
	cells   []string
}

// NewTable writes the names of the columns and returns the table.
func NewTable(w io.Writer) (*Table, error) {
	t := &Table{w: csv.NewWriter(w), clients: clients{}}
	return t, t.w.Write([]string{
		keyTime, "who", keyDoor, keyTag, keyFrom, keyClient, keyTerm, keySize, keySubsystem, keyCommand,
		keyStatus, keyRead, keyTook, keySeconds, keyEnded, keyEdition,
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
	t.cells = append(t.cells[:0],
		v.Time.Format(time.RFC3339), who, cell(v.Door), cell(v.Tag), cell(v.From), cell(v.Client), cell(v.Term), cell(v.Size),
		cell(v.Subsystem), cell(v.Command), strconv.Itoa(v.Status), cell(strings.Join(read, " ")), cell(v.Took),
		tenths(v.Seconds), cell(v.Ended), cell(v.Edition))
	return t.w.Write(t.cells)
}

// Traffic implements [Sink]: it is of no visit.
func (t *Table) Traffic(*Traffic) error { return nil }

// Flush writes what is still held back.
func (t *Table) Flush() error {
	t.w.Flush()
	return t.w.Error()
}

// cell keeps a stranger's text from being a formula of the spreadsheet it is
// opened with (OWASP, CSV injection).
func cell(s string) string {
	if s != "" && strings.ContainsRune("=+-@", rune(s[0])) {
		return "'" + s
	}
	return s
}

func tenths(seconds float64) string { return strconv.FormatFloat(seconds, 'f', 1, 64) }
