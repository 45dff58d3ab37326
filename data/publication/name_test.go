package publication

import "testing"

func TestParseName(t *testing.T) {
	for s, want := range map[string]Name{
		"Kaiyue Wen":              {Given: "Kaiyue", Family: "Wen"},
		"Wen, Kaiyue":             {Given: "Kaiyue", Family: "Wen"},
		"Ludwig van Beethoven":    {Given: "Ludwig", Particle: "van", Family: "Beethoven"},
		"Luis de la Cruz":         {Given: "Luis", Particle: "de la", Family: "Cruz"},
		"John Q. Smith Jr.":       {Given: "John Q.", Family: "Smith", Suffix: "Jr."},
		"John Smith, Jr.":         {Given: "John", Family: "Smith", Suffix: "Jr."},
		"Smith, John, III":        {Given: "John", Family: "Smith", Suffix: "III"},
		"bell hooks":              {Given: "bell", Family: "hooks"},
		"علی احمدی":               {Given: "علی", Family: "احمدی"},
		"文凯越":                     {Literal: "文凯越"},
		"김 철수":                    {Literal: "김 철수"},
		"Plato":                   {Literal: "Plato"},
		"The ATLAS Collaboration": {Literal: "The ATLAS Collaboration"},
		"Smith and Co":            {Literal: "Smith and Co"},
		"A, B, C, D":              {Literal: "A, B, C, D"},
		"et al.":                  {Literal: Others},
	} {
		if got := ParseName(s); got != want {
			t.Errorf("ParseName(%q) = %+v, want %+v", s, got, want)
		}
	}
}
