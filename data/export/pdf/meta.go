package pdf

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"time"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/export/pdf/typeset"
)

// about is the metadata of the file.
type about struct {
	title, author, subject, lang string
	date                         time.Time
}

func newAbout(cv *data.CV) about {
	a := about{title: "CV", author: typeset.Tidy(cv.Basics.Name), subject: typeset.Tidy(cv.Headline()), lang: cv.Language(), date: time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)}
	if a.author != "" {
		a.title = a.author + " – CV"
	}
	if t, ok := cv.Meta.Modified(); ok {
		a.date = t.UTC()
	}
	return a
}

// info writes the document information dictionary.
func (a *about) info(f *file) ref {
	date := literal(a.date.Format("D:20060102150405Z"))
	return f.add("<</Title %s /Author %s /Subject %s /Creator (cv) /CreationDate %s /ModDate %s>>",
		textString(a.title), textString(a.author), textString(a.subject), date, date)
}

// xmp writes the metadata stream, uncompressed, as search programs and archives expect
// it (ISO 16684-1): title, author, language and date in Dublin Core, and the conformance
// to PDF/UA-1 (ISO 14289-1).
func (a *about) xmp(f *file) ref {
	var b bytes.Buffer
	b.WriteString("<?xpacket begin=\"\ufeff\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n" +
		`<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">` +
		`<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">` + "\n")
	element := func(before, s, after string) {
		if s != "" {
			b.WriteString(before)
			_ = xml.EscapeText(&b, []byte(s)) // a Buffer returns no error
			b.WriteString(after + "\n")
		}
	}
	b.WriteString("<pdfuaid:part>1</pdfuaid:part>\n")
	element(`<dc:title><rdf:Alt><rdf:li xml:lang="x-default">`, a.title, `</rdf:li></rdf:Alt></dc:title>`)
	element(`<dc:creator><rdf:Seq><rdf:li>`, a.author, `</rdf:li></rdf:Seq></dc:creator>`)
	element(`<dc:description><rdf:Alt><rdf:li xml:lang="x-default">`, a.subject, `</rdf:li></rdf:Alt></dc:description>`)
	element(`<dc:language><rdf:Bag><rdf:li>`, a.lang, `</rdf:li></rdf:Bag></dc:language>`)
	fmt.Fprintf(&b, "<xmp:CreatorTool>cv</xmp:CreatorTool>\n<xmp:CreateDate>%[1]s</xmp:CreateDate>\n<xmp:ModifyDate>%[1]s</xmp:ModifyDate>\n", a.date.Format(time.RFC3339))
	b.WriteString("</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end=\"r\"?>")
	return f.add("<</Length %d /Type /Metadata /Subtype /XML>>\nstream\n%s\nendstream", b.Len(), b.Bytes())
}
