// Package data defines the types of a CV, loads CVs from files, and arranges them in the
// sections that every format shows.
//
// # The file
//
// A CV file is YAML or JSON in the vocabulary of [JSON Resume] 1.x; any resume.json loads
// unchanged. Null, an empty string and a missing key all mean "not given". The keys of
// older schemas (company, website, picture, gpa) work too. Package convert reads other
// formats and keys of the owner's.
//
// Extensions are keys inside JSON Resume's objects, as its schema allows:
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
//	                               further fields of bibliographies
//	meta.people                    web pages of coauthors by their names
//	meta.names                     other spellings of the owner's name
//	projects[].supervisors         who supervised it
//	meta.page                      the paper of the PDF, a4 or letter
//	meta.language                  the CV's language as a BCP 47 tag
//	meta.labels                    the owner's words in place of ours, by the keys of [locale.Labels]
//	basics.familyName, givenName   the parts of the name, which are never guessed
//	work[].positions               several positions at the same employer
//	certificates[].startDate, endDate, and location, url, summary, highlights and
//	                               keywords wherever a list of JSON Resume lacks them
//	references[].position, company, email, phone, url
//	meta.sections                  which lists are shown, in which order: {name,
//	                               title, list}; of publications also {group, only,
//	                               sort, numbers}, see [SectionConfig]
//	meta.sections[].items          a free section, for entries that fit no list:
//	                               {name, role, organization, location, amount, url,
//	                               links, date or startDate and endDate, summary,
//	                               highlights, keywords}. Those named as in
//	                               [freeTitles] may stand at the root: talks: […]
//
// Values of another shape are converted: a text to an entry (its name, its URL, or the
// words of a reference), one value to a list, a text to the list of its lines, and a list
// of texts to one text. Of several texts for programs, such as addresses, only the first
// counts; see [convert.Schema].
//
// Dates may have any form ("11/2019", "Expected 07/2023") and are shown as written. A date
// in ISO 8601 ("2021-07-01", "2021-07") is shown as month and year in the CV's language. An
// endDate that is null, empty or a word such as "now" or "heute" is shown as that
// language's word for the present. For formats that need ISO 8601, [date.Date] has the
// parts that could be read. A key that ends in "Text" beside a date (startDateText,
// endDateText, dateText, releaseDateText) gives the words to show for a date in ISO form.
//
// The language comes from the file's name, from meta.language, or from a guess; see
// [CV.Language]. Package locale has the words that are shown beside the CV's own;
// meta.labels overrides them.
//
// Lists are shown in the file's order. Only work, volunteer and education are sorted,
// latest first, if meta.sections places no list and their dates are in no order; see
// [date.Latest].
//
// Summaries, descriptions, highlights and references contain inline Markdown. The fields of
// [CV] keep it as written; [markup.Parse] reads it when a section is made.
// [markup.ReadHTML] converts HTML in them when the file is loaded. All other texts (names,
// titles, keywords) are plain.
//
// Package date has the dates, package publication the publications, and package locale the
// languages.
//
// Package check reports mistakes in a file, [JSONSchema] describes files to editors, and
// package starter makes a first file.
//
// # Rules
//
// This package uses neither terminal nor network. A [CV] never changes after it is loaded,
// so any number of goroutines may read it. [Load] removes control characters, escape
// sequences and bidirectional overrides from all of its text.
//
// [JSON Resume]: https://jsonresume.org/schema
package data
