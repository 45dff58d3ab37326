package main

import (
	"fmt"
	"io"
	"strings"

	"wenkaiyue.com/cv/data/export"
)

type renderCmd struct {
	Format string `arg:"" help:"One of: ${formats}."`
	File   string `arg:"" optional:"" help:"CV to render. Default: the one built in."`
}

// Run writes the CV to stdout.
func (c *renderCmd) Run(stdout io.Writer) error {
	f, ok := export.Lookup(c.Format)
	if !ok {
		return fmt.Errorf("there is no format %q; choose one of: %s", c.Format, formatNames())
	}
	cv, err := loadCV(c.File)
	if err != nil {
		return err
	}
	return f.Write(stdout, cv)
}

func formatNames() string {
	var names []string
	for _, f := range export.Formats() {
		names = append(names, f.Name)
	}
	return strings.Join(names, ", ")
}
