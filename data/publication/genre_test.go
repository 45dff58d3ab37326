package publication

import "testing"

func TestGenre(t *testing.T) {
	for _, tt := range []struct {
		venue, status string
		want          Genre
	}{
		{"EMNLP 2022", "", ConferencePaper},
		{"ICLR2023", "", ConferencePaper},
		{"NeurIPS 2021", "", ConferencePaper},
		{"CVPR'22", "", ConferencePaper},
		{"USENIX OSDI", "", ConferencePaper},
		{"Proceedings of the 60th Annual Meeting", "", ConferencePaper},
		{"Workshop on Foundation Models", "accepted", ConferencePaper},
		{"Proceedings of the National Academy of Sciences", "", JournalArticle},
		{"Journal of Machine Learning Research", "", JournalArticle},
		{"Nature", "", JournalArticle},
		{"ACM Queue", "", JournalArticle},
		{"arXiv:2201.01234", "", Preprint},
		{"PhD thesis, MIT", "", Thesis},
		{"", "under review of ICLR2023", Unpublished},
		{"ICLR 2023", "under review", Unpublished},
		{"", "", OtherWork},
		{"Hooli", "", OtherWork},
		{"O'Reilly", "", OtherWork},
	} {
		if got := (&Publication{Venue: tt.venue, Status: tt.status}).Genre(); got != tt.want {
			t.Errorf("venue %q, status %q: got genre %d, want %d", tt.venue, tt.status, got, tt.want)
		}
	}
	for kind, want := range map[string]Genre{"InProceedings": ConferencePaper, "article": JournalArticle, "phdthesis": Thesis, "misc": OtherWork, "incollection": Book} {
		if got := (&Publication{Type: kind, Venue: "Hooli"}).Genre(); got != want {
			t.Errorf("type %s: got genre %d, want %d", kind, got, want)
		}
	}
	if got := (&Publication{Type: "article", Venue: "arXiv preprint"}).Genre(); got != Preprint {
		t.Errorf("an article at arXiv: got genre %d, want %d", got, Preprint)
	}
}
