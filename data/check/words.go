package check

import (
	"slices"
	"strings"

	"wenkaiyue.com/cv/data"
)

// meant is the key that somebody means who writes name: [same], or the nearest in
// spelling.
func meant(name string, known []string) string {
	if k := same(name, known); k != "" {
		return k
	}
	return data.Nearest(name, known)
}

// same is the key that is name but for case and hyphens, or a word for the same
// thing.
func same(name string, known []string) string {
	word := plain(name)
	for _, k := range known {
		if plain(k) == word {
			return k
		}
	}
	for _, group := range synonyms() {
		if !has(group, word) {
			continue
		}
		for k := range strings.FieldsSeq(group) {
			if k = camel(k, known); k != "" {
				return k
			}
		}
	}
	return ""
}

// plain is a key without what people write differently.
func plain(key string) string {
	return strings.ToLower(strings.Map(func(r rune) rune {
		if r == '_' || r == '-' || r == ' ' {
			return -1
		}
		return r
	}, key))
}

// has reports whether a word is in a group of synonyms. It takes no memory: a file
// may have very many words.
func has(group, word string) bool {
	for w := range strings.FieldsSeq(group) {
		if w == word {
			return true
		}
	}
	return false
}

// camel returns the known key whose lower-case form is word, if there is one.
func camel(word string, known []string) string {
	for _, k := range known {
		if strings.ToLower(k) == word {
			return k
		}
	}
	return ""
}

// synonyms are words that people write for one another, in lower case, each line
// for one thing and the likeliest key first.
func synonyms() []string {
	return []string{
		"work experience jobs employment career positions",
		"education studies schools degrees",
		"publications papers articles books",
		"certificates certifications certification licenses",
		"awards honors honours prizes",
		"volunteer volunteering",
		"projects research portfolio",
		"skills technologies tools",
		"basics personal about person profile header contact",
		"profiles socials social accounts links networks",
		"label headline tagline title position role jobtitle profession",
		"position title role job jobtitle",
		"title name award",
		"name firstname lastname fullname surname givenname familyname middlename",
		"name title organization company employer institution label",
		"organization name company employer",
		"institution school university college name organization",
		"studytype degree diploma qualification",
		"area major subject field specialization",
		"startdate start from begin since started",
		"enddate end to until till finished graduation date year",
		"date when year issued enddate releasedate startdate",
		"releasedate published date year",
		"highlights bullets points achievements accomplishments responsibilities tasks duties details items",
		"summary description text details notes objective about",
		"description summary text details",
		"keywords tags stack technologies",
		"awarder issuer by organization",
		"issuer awarder authority by organization",
		"url link website homepage site web href",
		"phone tel telephone mobile cell",
		"email mail e-mail",
		"image photo picture avatar",
		"address street streetaddress",
		"location address place city",
		"postalcode zip zipcode postcode",
		"region state province county",
		"score grade gpa marks",
		"courses modules classes coursework",
		"fluency level proficiency",
		"level fluency proficiency",
		"language name",
		"reference quote text testimonial summary",
		"publisher journal conference venue",
		"venue journal conference booktitle",
		"supervisors advisors mentors supervisor advisor",
		"entity organization company institution",
		"username user handle login account",
		"network name site service",
	}
}

// partOfName reports whether a key is for a part of a person's name.
func partOfName(key string) bool {
	return slices.Contains([]string{"firstname", "lastname", "surname", "givenname", "familyname", "middlename"}, plain(key))
}
