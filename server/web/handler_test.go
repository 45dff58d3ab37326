package web

import (
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"
)

// A file that cannot be made is a fault of the server, and counts as a request
// all the same.
func TestFileThatFails(t *testing.T) {
	asides := 0
	h := &Handler{
		Content: func(*http.Request) Content {
			return Content{Base: "/", Path: "cv.pdf", Failed: "later", Files: []File{{Name: "cv.pdf", Format: "pdf", Bytes: func() ([]byte, error) { return nil, errors.New("no fonts") }}}}
		},
		Took:  func(*http.Request, string, string) { t.Error("it has been taken") },
		Aside: func() { asides++ },
		Log:   slog.New(slog.DiscardHandler),
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/cv.pdf", nil))
	if w.Code != http.StatusInternalServerError || asides != 1 {
		t.Errorf("status %d, counted %d times", w.Code, asides)
	}
}
