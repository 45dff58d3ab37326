package main

import (
	"errors"
	"fmt"
	"log/slog"
	"os"
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"wenkaiyue.com/cv/data/problem"
)

// variables returns the names of the variables that set a flag of serve: CV_HOST_KEY for
// --host-key. CV_TAGS lists what each --tag names.
func variables(f *pflag.Flag) []string {
	if f.Name == "help" || f.Name == checkFlag {
		return nil
	}
	name := "CV_" + strings.ToUpper(strings.ReplaceAll(f.Name, "-", "_"))
	if f.Name == "tag" {
		return []string{name + "S", name}
	}
	return []string{name}
}

// fromEnvironment sets flags from the environment, if serve has them too and the command
// line has not set them. So a server, its health check, its fingerprint and commands that
// use its fonts can share an environment.
func fromEnvironment(flags, serve *pflag.FlagSet) (err error) {
	flags.VisitAll(func(f *pflag.Flag) {
		for _, name := range variables(f) {
			value := os.Getenv(name)
			if err != nil || value == "" || f.Changed || serve.Lookup(f.Name) == nil {
				continue
			}
			if e, ok := errors.AsType[*pflag.InvalidValueError](flags.Set(f.Name, value)); ok {
				err = usageError{fmt.Errorf("%w (from %s)", wrong(e), name)}
			}
		}
	})
	return err
}

// ofKubernetes matches the variables that Kubernetes sets in every container of a namespace
// with a service named cv or cv-ANYTHING. Names that a person might also use, such as
// CV_PORT, match only with a URL as their value.
var ofKubernetes = regexp.MustCompile(`^CV_([A-Z0-9_]+_)?(` +
	`SERVICE_(HOST|PORT(_[A-Z0-9_]+)?)=.*|` +
	`PORT(_[0-9]+_(TCP|UDP|SCTP))?=(tcp|udp|sctp)://.*|` +
	`PORT_[0-9]+_(TCP|UDP|SCTP)_(PROTO|PORT|ADDR)=.*)$`)

// warnUnknown warns of each variable with the prefix CV_ that sets no flag, and names the
// nearest valid one.
func warnUnknown(log *slog.Logger, serve *pflag.FlagSet) {
	const prefix = "CV_"
	known := []string{strings.TrimPrefix(hostKeyVariable, prefix)}
	serve.VisitAll(func(f *pflag.Flag) {
		for _, v := range variables(f) {
			known = append(known, strings.TrimPrefix(v, prefix))
		}
	})
	for _, v := range slices.Sorted(slices.Values(os.Environ())) {
		full, value, _ := strings.Cut(v, "=")
		name, ours := strings.CutPrefix(full, prefix)
		if !ours || value == "" || slices.Contains(known, name) || ofKubernetes.MatchString(v) {
			continue
		}
		attrs := []any{"variable", full}
		if near := problem.Nearest(name, known); near != "" {
			attrs = append(attrs, "nearest", prefix+near)
		}
		log.Warn("an environment variable sets nothing", attrs...)
	}
}
