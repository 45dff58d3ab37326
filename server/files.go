package server

import (
	"strings"

	"wenkaiyue.com/cv/data/locale"
	"wenkaiyue.com/cv/server/editions"
	"wenkaiyue.com/cv/server/files"
)

// folder returns what a visitor finds as files: one for each format of the visitor's
// edition (cv.pdf) and, where there are several languages, of each (cv.zh.pdf). It records
// which are taken.
func (v *visit) folder() *files.Folder {
	all := []editions.Listed{{Edition: v.edition}}
	if v.editions.Several() {
		all = append(all, v.editions.Languages...)
	}
	folder := &files.Folder{Name: editions.FolderName, Time: v.edition.Date}
	for _, l := range all {
		for _, f := range l.Formats {
			folder.Files = append(folder.Files, files.File{
				Name: editions.FileName(f, l.Code), Time: l.Date,
				Bytes: func() ([]byte, error) { return l.Export(f.Name) },
				Took:  func() { v.takes(f.Name); v.shows(l.Edition) },
			})
		}
	}
	return folder
}

// files returns what the protocols of files tell the server and its visitor.
func (v *visit) files() files.Visit {
	words := &v.edition.CV.Words().Visit
	var names []string
	for _, f := range v.edition.Formats {
		names = append(names, f.File)
	}
	return files.Visit{
		Busy: v.guard.Busy, Request: v.guard.CountRequest, ReadOnly: words.OnlyRead,
		Missing: func(name string) string {
			return locale.Fill(words.NoFile, "file", tidy(name), "files", strings.Join(names, " "))
		},
		IsFolder: func(name string) string { return locale.Fill(words.IsFolder, "file", tidy(name)) },
	}
}
