package tex

import (
	"strings"
	"sync"
)

// accents maps TeX's accent commands to combining characters.
var accents = sync.OnceValue(func() map[string]rune {
	return map[string]rune{
		"`": 0x300, "'": 0x301, "^": 0x302, "~": 0x303, "=": 0x304, "u": 0x306, ".": 0x307, `"`: 0x308, "r": 0x30a, "H": 0x30b, "v": 0x30c,
		"d": 0x323, "c": 0x327, "k": 0x328, "b": 0x331,
	}
})

const (
	names  = `tex latex xetex lualatex bibtex`
	spaces = `vspace hspace vskip hskip phantom label cite ref noopsort`
	breaks = `begin end par newline smallskip medskip bigskip`
	// looks are declarations and spaces without text.
	looks = `small footnotesize scriptsize tiny normalsize large Large LARGE huge Huge noindent hfill centering sc scshape rm rmfamily tt ttfamily sf sffamily upshape normalfont
		displaystyle left right relax ignorespaces protect nobreak allowbreak null limits mdseries`
)

// symbols maps LaTeX commands to characters.
var symbols = sync.OnceValue(func() map[string]string {
	words := strings.Fields(`
ss ß o ø O Ø l ł L Ł ae æ AE Æ oe œ OE Œ aa å AA Å i ı j ȷ dh ð DH Ð dj đ DJ Đ th þ TH Þ ng ŋ NG Ŋ S § P ¶ pounds £ copyright © euro € texteuro €
textbackslash \ textbraceleft { textbraceright } lbrace { rbrace } textasciitilde ~ textasciicircum ^ textless < textgreater > textbar | textasciigrave ` + "`" + ` textquotesingle '
textunderscore _ textdollar $ textendash – textemdash — textellipsis … dots … ldots … cdots ⋯ textquoteleft ‘ textquoteright ’ textquotedblleft “ textquotedblright ”
guillemotleft « guillemotright » guillemetleft « guillemetright » guilsinglleft ‹ guilsinglright › quotedblbase „ quotesinglbase ‚ textregistered ® texttrademark ™ textdegree ° degree °
textbullet • textperiodcentered · textmu µ textonehalf ½ textonequarter ¼ textexclamdown ¡ textquestiondown ¿ textsterling £ textsection § dag † ddag ‡ textdagger † textdaggerdbl ‡
alpha α beta β gamma γ delta δ epsilon ε varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ lambda λ mu μ nu ν xi ξ pi π rho ρ sigma σ varsigma ς tau τ upsilon υ phi φ varphi φ
chi χ psi ψ omega ω Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω ell ℓ hbar ℏ nabla ∇ partial ∂ infty ∞ sum ∑ prod ∏ int ∫ sqrt √ pm ± mp ∓ times × div ÷
cdot · ast * star ⋆ circ ∘ bullet • oplus ⊕ otimes ⊗ leq ≤ le ≤ geq ≥ ge ≥ neq ≠ ne ≠ ll ≪ gg ≫ approx ≈ sim ∼ simeq ≃ cong ≅ equiv ≡ propto ∝ in ∈ notin ∉ subset ⊂ subseteq ⊆ supset ⊃
cup ∪ cap ∩ setminus ∖ emptyset ∅ forall ∀ exists ∃ neg ¬ wedge ∧ vee ∨ to → rightarrow → leftarrow ← leftrightarrow ↔ Rightarrow ⇒ Leftarrow ⇐ Leftrightarrow ⇔ mapsto ↦ uparrow ↑ downarrow ↓
langle ⟨ rangle ⟩ lfloor ⌊ rfloor ⌋ lceil ⌈ rceil ⌉ top ⊤ bot ⊥ perp ⊥ parallel ∥ mid | vert | Vert ‖ prime ′ dagger † ddagger ‡ checkmark ✓ heartsuit ♥`)
	out := map[string]string{"textvisiblespace": " ", "quad": " ", "qquad": " ", "thinspace": " ", "space": " ", "textnormal": "", "slash": "/", "hyphen": "-", "emdash": "—", "endash": "–", "bibdash": "—", "newblock": " "}
	for i := 0; i < len(words); i += 2 {
		out[words[i]] = words[i+1]
	}
	return out
})
