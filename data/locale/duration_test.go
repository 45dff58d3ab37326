package locale

import (
	"testing"
	"time"
)

func TestDuration(t *testing.T) {
	for _, tt := range []struct {
		tag  string
		d    time.Duration
		want string
	}{
		{"en", time.Minute, "1 minute"}, {"en", 10 * time.Minute, "10 minutes"}, {"en", 90 * time.Second, "90 seconds"}, {"en", 2 * time.Hour, "2 hours"}, {"en", 0, "0 seconds"},
		{"de", time.Hour, "1 Stunde"}, {"fr", 0, "0 seconde"}, {"zh", 5 * time.Minute, "5 分钟"}, {"ja", 5 * time.Minute, "5 分"},
		{"ru", time.Minute, "1 минута"}, {"ru", 2 * time.Minute, "2 минуты"}, {"ru", 5 * time.Minute, "5 минут"}, {"ru", 21 * time.Minute, "21 минута"}, {"ru", 12 * time.Minute, "12 минут"},
		{"ar", time.Minute, "دقيقة واحدة"}, {"ar", 2 * time.Minute, "دقيقتين"}, {"ar", 3 * time.Minute, "3 دقائق"}, {"ar", 11 * time.Minute, "11 دقيقة"}, {"he", 2 * time.Minute, "שתי דקות"},
	} {
		if got := For(tt.tag).Duration(tt.d); got != tt.want {
			t.Errorf("%s: Duration(%v) = %q, want %q", tt.tag, tt.d, got, tt.want)
		}
	}
	for _, tag := range Tags() {
		for unit, forms := range map[string]map[string]string{"hour": For(tag.String()).Times.Hour, "minute": For(tag.String()).Times.Minute, "second": For(tag.String()).Times.Second} {
			if forms["other"] == "" {
				t.Errorf("%s: no form \"other\" of %s", tag, unit)
			}
		}
	}
}
