package main

import (
	"context"
	"io"
	"net/http"
	"os"
	"strconv"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// get requests a URL until it has the status, for a minute at most, and writes the body
// to a file: get 200 http://$METRICS/metrics FILE. Negated, it expects no answer.
func get(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) < 2 {
		ts.Fatalf("usage: get STATUS URL [FILE]")
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	status, body := "", []byte(nil)
	for ctx.Err() == nil {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, args[1], http.NoBody)
		ts.Check(err)
		resp, err := http.DefaultClient.Do(req)
		if neg {
			if err != nil {
				return
			}
			resp.Body.Close()
			ts.Fatalf("got status %d from %s, want no answer", resp.StatusCode, args[1])
		}
		ts.Check(err)
		body, err = io.ReadAll(resp.Body)
		resp.Body.Close()
		ts.Check(err)
		if status = strconv.Itoa(resp.StatusCode); status == args[0] {
			if len(args) > 2 {
				ts.Check(os.WriteFile(ts.MkAbs(args[2]), body, 0o600))
			}
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	ts.Fatalf("got status %s, want %s: %s", status, args[0], body)
}
