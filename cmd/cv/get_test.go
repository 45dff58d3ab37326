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

// get asks for a URL, for a while, until the status is the one wanted, and writes
// the body to a file: get 200 http://$METRICS/metrics FILE. Negated, it wants that
// nobody answers.
func get(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) < 2 {
		ts.Fatalf("usage: get STATUS URL [FILE]")
	}
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
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
			ts.Fatalf("status %d from %s", resp.StatusCode, args[1])
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
	ts.Fatalf("status %s: %s", status, body)
}
