package web

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/server/editions"
)

// A file that cannot be made is a server error, and does not count as taken.
func TestFileThatFails(t *testing.T) {
	w := httptest.NewRecorder()
	r := &request{Request: httptest.NewRequest(http.MethodGet, "/cv.pdf", nil), edition: &editions.Edition{CV: new(data.CV)}}
	if format, err := r.give(w, "pdf", "application/pdf", nil, errors.New("no fonts")); w.Code != http.StatusInternalServerError || format != "" || err == nil {
		t.Errorf("got status %d, took %q, %v, want 500, nothing and the error", w.Code, format, err)
	}
}
