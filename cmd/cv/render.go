package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"strings"

	"wenkaiyue.com/cv/data/export"
)

type renderCmd struct {
	Format string `arg:"" help:"One of: ${formats}."`
	File   string `arg:"" optional:"" help:"CV to render. Default: the one built in."`
	Output string `short:"o" placeholder:"FILE" help:"Write to this file. Default: stdout."`
}

// Run writes the CV.
func (c *renderCmd) Run(stdout io.Writer) error {
	f, ok := export.Lookup(c.Format)
	if !ok {
		return fmt.Errorf("there is no format %q; choose one of: %s", c.Format, formatNames())
	}
	cv, _, err := loadCV(c.File)
	if err != nil {
		return err
	}
	if c.Output == "" {
		return f.Write(stdout, cv)
	}
	var b bytes.Buffer // a CV that cannot be written leaves an older file alone
	if err := f.Write(&b, cv); err != nil {
		return err
	}
	return os.WriteFile(c.Output, b.Bytes(), 0o644)
}

func formatNames() string {
	var names []string
	for _, f := range export.Formats() {
		names = append(names, f.Name)
	}
	return strings.Join(names, ", ")
}
