// Package data has the types of a CV, loads one from a file, and makes the ordered
// sections that every format shows.
//
// # The file
//
// A CV file is YAML or JSON in the vocabulary of [JSON Resume] 1.x, so that
// anybody's resume.json loads unchanged. Null, an empty string and a missing key all
// mean "not given"; the keys of older schemas (company, website, picture, gpa) are
// understood. A file in another format, or with keys of its owner's, is read as what
// it is meant; see package convert.
//
// What JSON Resume has no word for lives inside its objects, as its schema
// allows:
//
//	basics.emails                  further email addresses, after basics.email
//	education[].scoreLabel         what the score is ("Overall GPA"); default "GPA" for one like
//	                               3.8 or 3.8/4.0, "Score" for other figures
//	publications                   {file: papers.bib}, or an entry {file: …} of the
//	                               list, stands for the entries of a bibliography; see
//	                               package bib
//	publications[].authors         names, or {name, self, equal, family, orcid}: self marks the
//	                               owner, equal marks equal contribution
//	publications[].venue           where it appeared ("EMNLP 2022")
//	publications[].status          where it stands ("under review of ICLR2023")
//	publications[].links           pages about it: {name, url}; or the keys arxiv, pdf, code,
//	                               slides, poster, video, website, blog, supp, html
//	publications[].type, abstract, selected
//	publications[].doi             its DOI, with or without the resolver
//	publications[].key, volume, number, pages, series, edition, chapter, editors,
//	                               address, isbn, issn, primaryClass, bibKeywords
//	                               what bibliographies say besides
//	meta.people                    web pages of coauthors by their names
//	meta.names                     other spellings of the owner's name
//	projects[].supervisors         who supervised it
//	meta.page                      the paper of the PDF, a4 or letter
//	meta.language                  the language that the CV is in, as BCP 47 has it
//	meta.labels                    the owner's words for ours, by the keys of [locale.Labels]
//	basics.familyName, givenName   the parts of the name, which nobody guesses
//	work[].positions               several positions at the same employer
//	certificates[].startDate, endDate, and location, url, summary, highlights and
//	                               keywords wherever a list of JSON Resume lacks them
//	references[].position, company, email, phone, url
//	meta.sections                  which lists are shown, in which order: {name,
//	                               title, list}; of publications also {group, only,
//	                               sort, numbers}, see [SectionConfig]
//	meta.sections[].items          a free section, for what no list is made for:
//	                               {name, role, organization, location, amount, url,
//	                               links, date or startDate and endDate, summary,
//	                               highlights, keywords}. Those named as in
//	                               [FreeTitles] may stand at the root: talks: […]
//
// A value in another shape than is wanted is read as it is meant: text
// alone for an entry (its name, or its URL; of a reference, what is said), one value
// for a list of one, the lines of a text for a list of texts, a list of texts for
// one. Only where the text is for programs, an address say, the first counts alone
// ([decode.Schema]).
//
// Every date may be written as the owner likes to read it ("11/2019",
// "Expected 07/2023"); it is shown as written. One in ISO 8601 ("2021-07-01",
// "2021-07") is shown as month and year in the CV's language, and an endDate that
// is null, empty or a word such as "now" or "heute" as that language's word for the
// present. Where a format needs ISO 8601, [date.Date] has the parts that could be read. A
// key that ends in "Text" beside a date (startDateText, endDateText, dateText,
// releaseDateText) gives the words to show when the date itself is in ISO form.
//
// The language is that of the file's name, or of meta.language, or else guessed; see
// [CV.Language]. Package locale has the words that stand beside the CV's own, and
// meta.labels the owner's for them.
//
// Lists are shown in the file's order. Only work, volunteer and education are put in
// order, latest first, where meta.sections places no list and their dates run neither
// forwards nor backwards; see [date.Latest].
//
// Summaries, descriptions, highlights and references hold inline Markdown, read
// by [markup.Parse] when a section is made; the fields of [CV] have it as written.
// HTML in them becomes what it means when the file is loaded; see [markup.ReadHTML]. Names,
// titles, keywords and all else are plain text.
//
// Dates are package date's, and publications package publication's. Package locale has
// all that is known about languages.
//
// Package check says what is wrong in a file, package schema describes it to
// editors, and package starter makes the first one.
//
// # The rule of the house
//
// This package imports no terminal and no network. A [CV] never changes after
// it is loaded, so any number of goroutines may read it. All of its text has
// been cleaned: no control character, no escape sequence, no bidirectional
// override survives [Load].
//
// [JSON Resume]: https://jsonresume.org/schema
package data
