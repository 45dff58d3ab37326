package main

import (
	"cmp"
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

// configError replaces the field that a [server.ConfigError] names by its flag.
func configError(err error) error {
	c, ok := errors.AsType[*server.ConfigError](err)
	switch {
	case !ok:
		return err
	case c.Limit != "":
		return usageError(fmt.Errorf("%s: %w; see %s", flagOf(c.Field), c.Err, flagOf(c.Limit)))
	}
	return usageError(fmt.Errorf("%s: %w", flagOf(c.Field), c.Err))
}

// flagOf returns the flag that sets a field of a server's configuration:
// --max-per-source for MaxPerSource.
func flagOf(field string) string {
	switch field {
	case "Tags":
		return "--tag"
	case "HostKeyPEM":
		return hostKeyVariable
	}
	return "--" + strings.ToLower(regexp.MustCompile("([a-z])([A-Z])").ReplaceAllString(field, "$1-$2"))
}

// flagError adds what to write to an error of pflag.
func flagError(err error) error {
	if e, ok := errors.AsType[*pflag.InvalidValueError](err); ok {
		err = fmt.Errorf("--%s: %s", e.GetFlag().Name, wrong(e.GetFlag(), e.GetValue()))
	}
	if e, ok := errors.AsType[*pflag.ValueRequiredError](err); ok {
		err = fmt.Errorf("flag needs a value: --%s %s", e.GetFlag().Name, placeholder(e.GetFlag()))
	}
	return usageError(fmt.Errorf("%w; see cv --help", err))
}

// wrong says that a value is wrong for a flag and what to write. (pflag's own error is
// that of strconv.)
func wrong(f *pflag.Flag, value string) string {
	kind, example := f.Value.Type(), f.DefValue
	switch v := f.Value.(type) {
	case *oneOf:
		return fmt.Sprintf("%q is none of %s", value, strings.Join(v.words, ", "))
	case pflag.SliceValue:
		kind, example = "list", placeholder(f)
	}
	kind = cmp.Or(map[string]string{"int": "whole number", "float64": "number", "bool": "truth value"}[kind], kind)
	return fmt.Sprintf("%q is not a %s; write one such as %s", value, kind, example)
}

// placeholder returns the name of a flag's value in its usage.
func placeholder(f *pflag.Flag) string {
	name, _ := pflag.UnquoteUsage(f)
	return name
}

// oneOf is the value of a flag that takes one of a few words.
type oneOf struct {
	value *string
	words []string
}

// choice adds a flag that takes one of some words; the first is the default.
func choice(flags *pflag.FlagSet, value *string, name, usage string, words ...string) {
	*value = words[0]
	flags.Var(&oneOf{value, words}, name, usage)
}

func (o *oneOf) String() string { return *o.value }
func (o *oneOf) Type() string   { return "word" }

// Set implements [pflag.Value].
func (o *oneOf) Set(s string) error {
	if !slices.Contains(o.words, s) {
		return errors.New("not one of the words")
	}
	*o.value = s
	return nil
}

// duration adds a flag whose default is shown as people write it: 10m, not 10m0s.
func duration(flags *pflag.FlagSet, value *time.Duration, name string, def time.Duration, usage string) {
	flags.DurationVar(value, name, def, usage)
	f := flags.Lookup(name)
	for _, zero := range []string{"m0s", "h0m"} {
		if short, ok := strings.CutSuffix(f.DefValue, zero); ok {
			f.DefValue = short + zero[:1]
		}
	}
}

// arguments checks the number of arguments of a command; -1 at most is any number.
func arguments(least, most int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		switch {
		case len(args) < least:
			return usageError(fmt.Errorf("missing argument; write: cv %s", cmd.Use))
		case most >= 0 && len(args) > most:
			return usageError(fmt.Errorf("unexpected argument %q; write: cv %s", args[most], cmd.Use))
		}
		return nil
	}
}

// argument returns the i-th argument, or "".
func argument(args []string, i int) string {
	if i < len(args) {
		return args[i]
	}
	return ""
}

// listenFlag adds the flag that names the addresses of the server.
func listenFlag(flags *pflag.FlagSet, addresses *[]string, usage string) {
	flags.StringSliceVar(addresses, "listen", []string{":2222"}, usage)
	flags.Lookup("listen").DefValue = ":2222"
}

// fontsFlag adds the flag that names the fonts of the PDF.
func fontsFlag(flags *pflag.FlagSet, paths *[]string) {
	flags.StringSliceVar(paths, "fonts", nil, "fonts of the PDF for what is not Latin, Greek or Cyrillic: font files and folders, `PATH,...`, or none (default: the system's fonts)")
}

// library returns the fonts at the paths; it warns of unusable ones on stderr.
func library(stderr io.Writer, paths []string) *fonts.Library {
	lib := fonts.New(paths...)
	for _, err := range lib.Warnings() {
		fmt.Fprintf(stderr, "cv: warning: %s\n", shown(err.Error()))
	}
	return lib
}
