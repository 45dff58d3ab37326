package main

import (
	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"
)

// manCommand writes the manual pages, which packages install: cv.1, and a page for each
// command. It is hidden, because it is for who makes a package.
func manCommand() *cobra.Command {
	return &cobra.Command{
		Use: "man DIR", Short: "Write the manual pages to a folder.", Args: arguments(1, 1), Hidden: true,
		RunE: func(cmd *cobra.Command, args []string) error {
			root := cmd.Root()
			root.DisableAutoGenTag = true // no date in the pages: a release can be made again
			return doc.GenManTree(root, &doc.GenManHeader{Section: "1", Source: "cv " + version, Manual: root.Short}, args[0])
		},
	}
}
