package export

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"time"

	"wenkaiyue.com/cv/data"
)

// xmp is the metadata of the PDF in the form that search and archives read (ISO
// 16684-1): title, author, language and date in Dublin Core.
func xmp(cv *data.CV, date time.Time) []byte {
	var b bytes.Buffer
	b.WriteString("<?xpacket begin=\"\ufeff\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n" +
		`<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">` +
		`<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/">` + "\n")
	element := func(before, s, after string) {
		if s != "" {
			b.WriteString(before)
			_ = xml.EscapeText(&b, []byte(s)) // a Buffer takes it
			b.WriteString(after + "\n")
		}
	}
	element(`<dc:title><rdf:Alt><rdf:li xml:lang="x-default">`, documentTitle(cv), `</rdf:li></rdf:Alt></dc:title>`)
	element(`<dc:creator><rdf:Seq><rdf:li>`, printable(cv.Basics.Name), `</rdf:li></rdf:Seq></dc:creator>`)
	element(`<dc:language><rdf:Bag><rdf:li>`, cv.Language(), `</rdf:li></rdf:Bag></dc:language>`)
	fmt.Fprintf(&b, "<xmp:CreateDate>%[1]s</xmp:CreateDate>\n<xmp:ModifyDate>%[1]s</xmp:ModifyDate>\n", date.Format(time.RFC3339))
	b.WriteString("</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end=\"r\"?>")
	return b.Bytes()
}
