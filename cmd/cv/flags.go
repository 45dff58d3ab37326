package main

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// usageError is a command line that cannot be obeyed.
type usageError struct{ error }

func (e usageError) Unwrap() error { return e.error }

// environment is the variable that sets a flag: --host-key is CV_HOST_KEY. One
// that takes a list may have another in the plural, which comes first.
func environment(f *pflag.Flag) string {
	name := "CV_" + strings.ToUpper(strings.ReplaceAll(f.Name, "-", "_"))
	if plural := name + "S"; f.Value.Type() == "stringSlice" && os.Getenv(plural) != "" {
		return plural
	}
	return name
}

// fromEnvironment sets the flags that the command line has not.
func fromEnvironment(flags *pflag.FlagSet) (err error) {
	flags.VisitAll(func(f *pflag.Flag) {
		value := os.Getenv(environment(f))
		if value == "" || f.Changed || err != nil || f.Name == "help" {
			return
		}
		if flags.Set(f.Name, value) != nil {
			err = usageError{fmt.Errorf("--%s: %s (from %s)", f.Name, wrong(f, value), environment(f))}
		}
	})
	return err
}

// flagSentence says what is wrong with a flag, and what to write.
func flagSentence(err error) error {
	var unknown *pflag.NotExistError
	var invalid *pflag.InvalidValueError
	var missing *pflag.ValueRequiredError
	switch {
	case errors.As(err, &unknown) && unknown.GetSpecifiedShortnames() == "":
		err = fmt.Errorf("unknown flag --%s", unknown.GetSpecifiedName())
	case errors.As(err, &invalid):
		err = fmt.Errorf("--%s: %s", invalid.GetFlag().Name, wrong(invalid.GetFlag(), invalid.GetValue()))
	case errors.As(err, &missing):
		err = fmt.Errorf("--%s: there is nothing after it; write --%s %s", missing.GetFlag().Name, missing.GetFlag().Name, placeholder(missing.GetFlag()))
	}
	return usageError{fmt.Errorf("%w; see cv --help", err)}
}

// wrong says why a flag does not take a value.
func wrong(f *pflag.Flag, value string) string {
	if words, ok := f.Value.(*oneOf); ok {
		return fmt.Sprintf("%q is none of %s", value, strings.Join(words.words, ", "))
	}
	kind, example := f.Value.Type(), f.DefValue
	switch kind {
	case "int":
		kind = "whole number"
	case "float64":
		kind = "number"
	case "bool":
		kind, example = "yes or no", "true or false"
	case "stringSlice":
		kind, example = "list", placeholder(f)
	}
	return fmt.Sprintf("%q is no %s; write one such as %s", value, kind, example)
}

func placeholder(f *pflag.Flag) string {
	name, _ := pflag.UnquoteUsage(f)
	return name
}

// oneOf is a flag that takes one of a few words.
type oneOf struct {
	value *string
	words []string
}

// choice adds a flag that takes one of some words, the first where it is not
// given.
func choice(flags *pflag.FlagSet, value *string, name, usage string, words ...string) {
	*value = words[0]
	flags.Var(&oneOf{value, words}, name, usage)
}

func (o *oneOf) String() string { return *o.value }
func (o *oneOf) Type() string   { return "word" }

// Set implements [pflag.Value].
func (o *oneOf) Set(s string) error {
	if !slices.Contains(o.words, s) {
		return errors.New("is none of the words")
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

// helpWidth is how wide help is, in columns.
const helpWidth = 80

// help prints what a command does and takes.
func help(cmd *cobra.Command, _ []string) {
	w := cmd.OutOrStdout()
	use := cmd.UseLine()
	switch {
	case cmd.HasAvailableSubCommands():
		use = cmd.CommandPath() + " [command]"
	case cmd.LocalFlags().HasAvailableFlags():
		use += " [flags]"
	}
	about := cmd.Long
	if about == "" {
		about = cmd.Short
	}
	fmt.Fprintf(w, "Usage: %s\n\n%s\n", use, about)
	if cmd.HasAvailableSubCommands() {
		fmt.Fprint(w, "\nCommands:\n")
		for _, c := range cmd.Commands() {
			if c.IsAvailableCommand() {
				fmt.Fprintf(w, "  %-12s %s\n", c.Name(), c.Short)
			}
		}
		fmt.Fprint(w, "\ncv COMMAND --help says more of a command.\n")
		return
	}
	if flags := cmd.LocalFlags(); flags.HasAvailableFlags() {
		fmt.Fprintf(w, "\nFlags:\n%s", flags.FlagUsagesWrapped(helpWidth))
	}
}

// arguments wants so many arguments after a command; -1 at most is any number.
func arguments(least, most int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		switch {
		case len(args) < least:
			return usageError{fmt.Errorf("something is missing; write: %s", cmd.UseLine())}
		case most >= 0 && len(args) > most:
			return usageError{fmt.Errorf("%q is too much; write: %s", args[most], cmd.UseLine())}
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
