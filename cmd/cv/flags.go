package main

import (
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"wenkaiyue.com/cv/data/export/pdf/fonts"
	"wenkaiyue.com/cv/server"
)

// configError replaces the names of fields in a [server.ConfigError] by their flags.
func configError(err error) error {
	c, ok := errors.AsType[*server.ConfigError](err)
	if !ok {
		return err
	}
	return usageError{&server.ConfigError{Field: flagOf(c.Field), Err: c.Err, Limit: flagOf(c.Limit)}}
}

// flagOf returns the flag that sets a field of a server's configuration:
// --max-per-source for MaxPerSource.
func flagOf(field string) string {
	switch field {
	case "":
		return ""
	case "Tags":
		return "--tag"
	case "HostKeyPEM":
		return hostKeyVariable
	}
	return "--" + strings.ToLower(regexp.MustCompile("([a-z])([A-Z])").ReplaceAllString(field, "$1-$2"))
}

// flagError adds a hint to an error of pflag.
func flagError(err error) error {
	if e, ok := errors.AsType[*pflag.InvalidValueError](err); ok {
		err = wrong(e)
	}
	if e, ok := errors.AsType[*pflag.ValueRequiredError](err); ok {
		err = fmt.Errorf("flag needs a value: --%s %s", e.GetFlag().Name, placeholder(e.GetFlag()))
	}
	return usageError{fmt.Errorf("%w; see cv --help", err)}
}

// wrong returns an error with an example of a valid value. pflag's own has the words of
// strconv.
func wrong(err *pflag.InvalidValueError) error {
	f := err.GetFlag()
	kind, example := f.Value.Type(), f.DefValue
	switch kind {
	case "func": // see choice
		return fmt.Errorf("--%s: %w", f.Name, err.Unwrap())
	case "stringSlice":
		kind, example = "list", placeholder(f)
	case "int":
		kind = "whole number"
	case "float64":
		kind = "number"
	case "bool":
		kind = "truth value"
	}
	return fmt.Errorf("--%s: %q is not a %s; write one such as %s", f.Name, err.GetValue(), kind, example)
}

// placeholder returns the name of a flag's value in its usage.
func placeholder(f *pflag.Flag) string {
	name, _ := pflag.UnquoteUsage(f)
	return name
}

// choice adds a flag with a fixed set of values, the first of which is the default.
func choice(flags *pflag.FlagSet, value *string, name, usage string, words ...string) {
	*value = words[0]
	flags.Func(name, usage, func(s string) error {
		if !slices.Contains(words, s) {
			return fmt.Errorf("%q is none of %s", s, strings.Join(words, ", "))
		}
		*value = s
		return nil
	})
	flags.Lookup(name).DefValue = words[0]
}

// duration adds a flag with a default in short form: 10m, not 10m0s.
func duration(flags *pflag.FlagSet, value *time.Duration, name string, def time.Duration, usage string) {
	flags.DurationVar(value, name, def, usage)
	f := flags.Lookup(name)
	for _, zero := range []string{"m0s", "h0m"} {
		if short, ok := strings.CutSuffix(f.DefValue, zero); ok {
			f.DefValue = short + zero[:1]
		}
	}
}

// arguments checks the number of arguments of a command; most is -1 for any number.
func arguments(least, most int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		switch {
		case len(args) < least:
			return usageError{fmt.Errorf("missing argument; write: cv %s", cmd.Use)}
		case most >= 0 && len(args) > most:
			return usageError{fmt.Errorf("unexpected argument %q; write: cv %s", args[most], cmd.Use)}
		}
		return nil
	}
}

// listenFlag adds the flag that names the addresses of the server.
func listenFlag(flags *pflag.FlagSet, addresses *[]string, usage string) {
	flags.StringSliceVar(addresses, "listen", []string{":2222"}, usage)
	flags.Lookup("listen").DefValue = ":2222"
}

// fontsFlag adds the flag that names the fonts of the PDF.
func fontsFlag(flags *pflag.FlagSet, paths *[]string) {
	flags.StringSliceVar(paths, "fonts", nil, "use the font files and folders `PATH,...`, or none, for the PDF's text that is not Latin, Greek or Cyrillic (default: the system's fonts)")
}

// library returns the fonts at the paths, and warns of unusable ones on stderr.
func library(stderr io.Writer, paths []string) *fonts.Library {
	lib := fonts.New(paths...)
	for _, err := range lib.Warnings() {
		fmt.Fprintf(stderr, "cv: warning: %s\n", shown(err.Error()))
	}
	return lib
}
