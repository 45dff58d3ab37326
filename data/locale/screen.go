package locale

// Screen has the words of the interactive CV: the footer's keys in one or two words each,
// their descriptions on the help page, and the pages and notices.
type Screen struct {
	Scroll        string `yaml:"scroll"`
	Section       string `yaml:"section"`
	Search        string `yaml:"search"`
	Contact       string `yaml:"contact"`
	Paper         string `yaml:"paper"`
	PaperKey      string `yaml:"paperKey"`
	NoPaper       string `yaml:"noPaper"`
	Save          string `yaml:"save"`
	Help          string `yaml:"help"`
	Quit          string `yaml:"quit"`
	Close         string `yaml:"close"`
	Copy          string `yaml:"copy"`
	Match         string `yaml:"match"`
	Clear         string `yaml:"clear"`
	Theme         string `yaml:"theme"`
	Mouse         string `yaml:"mouse"`
	Language      string `yaml:"language"`
	LineDown      string `yaml:"lineDown"`
	LineUp        string `yaml:"lineUp"`
	PageDown      string `yaml:"pageDown"`
	PageUp        string `yaml:"pageUp"`
	Top           string `yaml:"top"`
	Bottom        string `yaml:"bottom"`
	Next          string `yaml:"next"`
	Previous      string `yaml:"previous"`
	Jump          string `yaml:"jump"`
	FindNext      string `yaml:"findNext"`
	FindPrevious  string `yaml:"findPrevious"`
	KeysTitle     string `yaml:"keysTitle"`
	ContactTitle  string `yaml:"contactTitle"`
	SaveTitle     string `yaml:"saveTitle"`
	SaveNothing   string `yaml:"saveNothing"`
	SaveHint      string `yaml:"saveHint"`
	CopyHint      string `yaml:"copyHint"`
	ScanHint      string `yaml:"scanHint"`
	Copied        string `yaml:"copied"`
	NoMatch       string `yaml:"noMatch"`
	NothingToFind string `yaml:"nothingToFind"`
	Empty         string `yaml:"empty"`
	TypeHint      string `yaml:"typeHint"`
	ScanOnly      string `yaml:"scanOnly"`
	CopiedVia     string `yaml:"copiedVia"`
	ThemeIs       string `yaml:"themeIs"`
	Auto          string `yaml:"auto"`
	Light         string `yaml:"light"`
	Dark          string `yaml:"dark"`
	Mono          string `yaml:"mono"`
	MouseOn       string `yaml:"mouseOn"`
	MouseOff      string `yaml:"mouseOff"`
	Needs         string `yaml:"needs"`
	Quits         string `yaml:"quits"`
}

// Formats describes in a line the use of each format of a CV.
type Formats struct {
	PDF      string `yaml:"pdf"`
	Text     string `yaml:"text"`
	HTML     string `yaml:"html"`
	Markdown string `yaml:"markdown"`
	VCard    string `yaml:"vcard"`
	JSON     string `yaml:"json"`
	BibTeX   string `yaml:"bibtex"`
	CSL      string `yaml:"csl"`
}

// Visit has the words around a CV: the help text and the web page, answers to commands, and
// the reasons why a visit is rejected or ends.
type Visit struct {
	Title       string `yaml:"title"`
	ReadIt      string `yaml:"readIt"`
	ReadFrom    string `yaml:"readFrom"`
	ReadSection string `yaml:"readSection"`
	Sections    string `yaml:"sections"`
	Terminal    string `yaml:"terminal"`
	Formats     string `yaml:"formats"`

	Unknown        string `yaml:"unknown"`
	Near           string `yaml:"near"`
	NoShell        string `yaml:"noShell"`
	OneWord        string `yaml:"oneWord"`
	HowToHelp      string `yaml:"howToHelp"`
	NotForScreen   string `yaml:"notForScreen"`
	NoPDF          string `yaml:"noPDF"`
	Failed         string `yaml:"failed"`
	OnlyRead       string `yaml:"onlyRead"`
	NoFile         string `yaml:"noFile"`
	IsFolder       string `yaml:"isFolder"`
	PerSource      string `yaml:"perSource"`
	Rate           string `yaml:"rate"`
	Resting        string `yaml:"resting"`
	CommandTooLong string `yaml:"commandTooLong"`
	Full           string `yaml:"full"`
	Twice          string `yaml:"twice"`
	Broken         string `yaml:"broken"`
	StillThere     string `yaml:"stillThere"`
	TimeUp         string `yaml:"timeUp"`
	Idle           string `yaml:"idle"`
	Restart        string `yaml:"restart"`
	Over           string `yaml:"over"`
}

// Times has durations in the CLDR plural forms of the language; every language has "other".
type Times struct {
	Hour, Minute, Second map[string]string // with {n}
}
