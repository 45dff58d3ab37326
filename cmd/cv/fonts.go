package main

import (
	"fmt"
	"io"

	"github.com/spf13/pflag"

	"wenkaiyue.com/cv/data/export/pdf/fonts"
)

// fontsFlag adds the flag that names the fonts of the PDF.
func fontsFlag(flags *pflag.FlagSet, paths *[]string) {
	flags.StringSliceVar(paths, "fonts", nil, "fonts of the PDF for what is not Latin, Greek or Cyrillic: font files and folders, `PATH,...`, or none (default: the system's fonts)")
}

// library returns the fonts at the paths; what cannot be used is told on stderr.
func library(stderr io.Writer, paths []string) *fonts.Library {
	lib := fonts.New(paths...)
	for _, err := range lib.Warnings() {
		fmt.Fprintf(stderr, "cv: warning: %s\n", shown(err.Error()))
	}
	return lib
}
