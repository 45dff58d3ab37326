package main

import (
	"encoding/json"
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"
)

// A release build sets version and revision: -ldflags "-X main.version=v1.2.3
// -X main.revision=COMMIT". Otherwise a build in a repository knows its commit.
var (
	version  = "devel"
	revision = "unknown" //nolint:gochecknoglobals // the linker cannot set a constant
)

func versionCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use: "version", Short: "Print the version.", Args: arguments(0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			v := struct {
				Version string `json:"version"`
				Commit  string `json:"commit"`
				Go      string `json:"go"`
				OS      string `json:"os"`
				Arch    string `json:"arch"`
			}{version, commit(), runtime.Version(), runtime.GOOS, runtime.GOARCH}
			if asJSON {
				return json.NewEncoder(cmd.OutOrStdout()).Encode(v)
			}
			_, err := fmt.Fprintf(cmd.OutOrStdout(), "cv %s (commit %s, %s %s/%s)\n", v.Version, v.Commit, v.Go, v.OS, v.Arch)
			return err
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "write one JSON object, for programs")
	return cmd
}

// commit returns the commit that the program was built from.
func commit() string {
	info, ok := debug.ReadBuildInfo()
	if revision != "unknown" || !ok {
		return revision
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			return s.Value
		}
	}
	return revision
}

// manCommand writes the manual pages for packages: cv.1, and a page for each command. It is
// hidden, because only people who make packages need it.
func manCommand() *cobra.Command {
	return &cobra.Command{
		Use: "man DIR", Short: "Write the manual pages to a folder.", Args: arguments(1, 1), Hidden: true,
		RunE: func(cmd *cobra.Command, args []string) error {
			root := cmd.Root()
			root.DisableAutoGenTag = true // no date in the pages: releases are reproducible
			return doc.GenManTree(root, &doc.GenManHeader{Section: "1", Source: "cv " + version, Manual: root.Short}, args[0])
		},
	}
}
