package web

import (
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/server/editions"
)

// A file that cannot be made is a fault of the server, and is not taken.
func TestFileThatFails(t *testing.T) {
	h := &Handler{Log: slog.New(slog.DiscardHandler)}
	w := httptest.NewRecorder()
	r := &request{Request: httptest.NewRequest(http.MethodGet, "/cv.pdf", nil), edition: &editions.Edition{CV: new(data.CV)}}
	if format := h.give(w, r, "pdf", "application/pdf", nil, errors.New("no fonts")); w.Code != http.StatusInternalServerError || format != "" {
		t.Errorf("status %d, took %q", w.Code, format)
	}
}
