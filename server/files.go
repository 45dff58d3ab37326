package server

import (
	"strings"

	"wenkaiyue.com/cv/data/export"
	"wenkaiyue.com/cv/data/locale"
	"wenkaiyue.com/cv/server/editions"
	"wenkaiyue.com/cv/server/files"
)

// folder returns the files for a visitor: one for each format of the visitor's edition
// (cv.pdf) and, if there are several languages, of each (cv.zh.pdf). It records the files
// that the visitor takes.
func (v *visit) folder() *files.Folder {
	words, names := &v.edition.CV.Words().Visit, []string{}
	for _, f := range v.edition.Formats {
		names = append(names, f.File)
	}
	folder := &files.Folder{
		Name: editions.FolderName, Time: v.edition.Date,
		Busy: v.guard.Busy, Request: v.guard.CountRequest, ReadOnly: words.OnlyRead,
		Missing: func(name string) string {
			return locale.Fill(words.NoFile, "file", tidy(name), "files", strings.Join(names, " "))
		},
		IsFolder: func(name string) string { return locale.Fill(words.IsFolder, "file", tidy(name)) },
	}
	add := func(e *editions.Edition, name func(export.Format) string) {
		for _, f := range e.Formats {
			folder.Files = append(folder.Files, files.File{
				Name: name(f), Time: e.Date,
				Bytes: func() ([]byte, error) { return e.Export(f.Name) },
				Took:  func() { v.takes(f.Name); v.shows(e) },
			})
		}
	}
	add(v.edition, func(f export.Format) string { return f.File })
	if v.editions.Several() {
		for _, e := range v.editions.Languages {
			add(e, e.FileName)
		}
	}
	return folder
}
