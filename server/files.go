package server

import (
	"strings"

	"wenkaiyue.com/cv/data/locale"
	"wenkaiyue.com/cv/server/editions"
	"wenkaiyue.com/cv/server/files"
)

// folder returns the files for a visitor, and records those that the visitor takes.
func (v *visit) folder() *files.Folder {
	words, names := &v.edition.CV.Words().Visit, []string{}
	for _, f := range v.edition.Files {
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
	for _, f := range v.editions.Files(v.edition) {
		folder.Files = append(folder.Files, files.File{
			Name: f.Path, Time: f.Edition.Date, Bytes: f.Bytes,
			Took: func() { v.takes(f.Name); v.shows(f.Edition) },
		})
	}
	return folder
}
