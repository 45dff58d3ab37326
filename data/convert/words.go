package convert

import (
	"slices"
	"strings"
)

// synonym says which words stand for a key, the best one first, as [plain] has
// them.
type synonym struct {
	key   string
	words string
}

// The keys of these names are none of JSON Resume; what stands under them goes into
// several of its own, or beside another one.
const (
	asSpan = "(span)" // start and end in one
	asOrg  = "(org)"  // of a free entry: where, or for whom; before its place
)

// Words that are looked for outside the tables too.
const (
	urlWords   = `url link website web homepage href uri site titleurl projecturl demo github repo repository source repourl namelink visitlink`
	startWords = `startdate start from begin began datestart startedat startson since starttime startyear started`
	endWords   = `enddate end to until dateend finish endedat endson endtime endyear finished ended stop stopdate`
)

// IsPublications reports a key that names the list of publications.
func IsPublications(key string) bool {
	for _, l := range synonyms("") {
		if l.key == "publications" {
			return has(l.words, plain(key))
		}
	}
	return false
}

// synonyms returns the table of a list's entries; that of the root, which has the
// lists themselves, under "", and that of a person under "basics".
func synonyms(list string) []synonym {
	switch list {
	case "":
		return []synonym{
			{"work", `work experience experiences workexperience workexperiences employment employmenthistory workhistory professionalexperience professionalexperiences
			jobs positions career careerhistory workexp workexplist industryexperience history employments workexperienceslist
			experiencialaboral experiencia experiencias experienciaprofesional experienciaprofissional expérience expériences expérienceprofessionnelle expériencesprofessionnelles
			esperienza esperienze esperienzelavorative berufserfahrung erfahrung werdegang beruflicherwerdegang 工作经历 工作经验 工作經歷 职业经历 職歴 職務経歴 경력 опытработы опыт`},
			{"volunteer", `volunteer volunteering volunteerexperience volunteerwork voluntary voluntariado ehrenamt bénévolat volontariato community communityservice`},
			{"education", `education edu educations educationhistory educationlist academics academicbackground academichistory educationandtraining studies schools
			educación educacion formación formacion formaciónacadémica formacionacademica formation formations ausbildung bildung studium istruzione formazione educação formação
			教育 教育经历 教育背景 教育經歷 学历 学歴 학력 образование`},
			{"awards", `awards award honors honours honorsandawards honoursandawards awardsandhonors awardsandhonours awardsandachievements awardlist prizes recognition scholarships
			fellowships distinctions premios reconocimientos prix auszeichnungen premi prêmios 获奖 获奖经历 荣誉奖项 奖项 受賞 수상 награды`},
			{"certificates", `certificates certificate certifications certification certs licenses licences licensesandcertifications certificationsandlicenses credentials
			certificaciones certificados zertifikate certificazioni certificações 证书 資格 자격증 сертификаты`},
			{"publications", `publications publication papers articles publicationlist selectedpublications journalarticles writing writings
			publicaciones publikationen pubblicazioni publicações 论文 发表论文 論文 논문 публикации`},
			{"projects", `projects project projectlist projectexperience sideprojects personalprojects selectedprojects opensource opensourceprojects repos keyprojects academicprojects
			proyectos projets projekte progetti projetos 项目 项目经历 项目经验 專案 プロジェクト 프로젝트 проекты`},
			{"skills", `skills skill technicalskills skilllist skillset skillsandtools technologies tech techstack technicalexpertise competencies corecompetencies expertise tools
			habilidades competencias aptitudes conocimientos compétences fähigkeiten kenntnisse 技能 专业技能 スキル 기술 навыки`},
			{"languages", `languages language lang languageskills spokenlanguages idiomas langues sprachen sprachkenntnisse lingue 语言 語言 言語 언어 языки`},
			{"interests", `interests interest hobbies hobby hobbiesandinterests intereses aficiones loisirs centresdintérêt interessen interessi 兴趣 兴趣爱好 趣味 취미 интересы`},
			{"references", `references reference referees testimonials recommendations referencias références referenzen`},
		}
	case "basics":
		return []synonym{
			{"name", `name fullname realname displayname yourname candidate nombre nom nombrecompleto 姓名 名前 氏名`},
			{"label", `label headline tagline jobtitle worktitle position positiontitle currentposition profession role occupation job title subtitle designation titleinfo 职位 求职意向`},
			{"email", `email emailaddress mail primaryemail emails correo 邮箱 メール`},
			{"phone", `phone phonenumber mobile mobilephone tel telephone cell cellphone phonenumbers phones teléfono telefono téléphone telefon 电话 手机 電話`},
			{"url", `url website homepage site personalwebsite web webpage personalsite portfolio portfoliourl blog websites`},
			{"summary", `summary about aboutme bio biography brief profile objective description careerobjective careerprofile careersummary professionalsummary executivesummary
			professionalprofile personalstatement statement introduction intro overview selfintroduction sobremi sobremí perfil perfilprofesional resumen àpropos profil übermich 自我评价 个人简介 自己紹介`},
			{"location", `location address city place residence basedin home currentlocation workplace 地址 住址`},
			{"profiles", `profiles social socials socialnetworks socialmedia sociallinks networks accounts links onlineprofiles urls customconnections`},
			{"image", `image picture photo avatar`},
		}
	case "location":
		return []synonym{
			{"address", `address street road streetaddress line1 addressline1`},
			{"postalCode", `postalcode postcode zip zipcode code plz`},
			{"city", `city town locality`},
			{"region", `region state province county`},
			{"country", `country countryname`},
			{"countryCode", `countrycode`},
		}
	case "profiles":
		return []synonym{
			{"network", `network name label title site platform service type text`},
			{"username", `username user handle account value`},
			{"url", `url link href website uri`},
		}
	}
	return append(entryWords(list), []synonym{
		{"url", urlWords},
		{"startDate", startWords},
		{"endDate", endWords},
		{asSpan, `dates date period years year time duration when timeframe range daterange timespan timeline semester term edutime worktime projecttime zeit periodo fechas`},
		{"date", `date year dates when time issued awarded receivedon period issuedate awardtime awarddate completed years semester`},
		{"location", `location place city address where country venue`},
		{"summary", `summary description details detail desc descr text info abstract content about body brief note overview intro inlinedetail tagline descriptions workdesc projectdesc skilldesc eventdescription`},
		{"highlights", `highlights bullets responsibilities duties duty achievements accomplishments points tasks items details descriptions description contributions contribution projectcontent activities bulletpoints`},
		{"keywords", `keywords tags technologies tech tools stack techstack skills technology topics languages`},
	}...)
}

// entryWords are the keys that the entries of one list have, or that mean something
// else in it than in others.
func entryWords(list string) []synonym {
	switch list {
	case "work":
		return []synonym{
			{"name", `name company employer organization organisation companyname institution firm client university lab place institute office org subheading entity where`},
			{"position", `position title role jobtitle job heading positiontitle what departmentname designation`},
		}
	case "positions":
		return []synonym{{"position", `position title role jobtitle job heading name what designation`}}
	case "volunteer":
		return []synonym{
			{"organization", `organization organisation company employer institution name place group where org club`},
			{"position", `position title role jobtitle job heading what`},
		}
	case "education":
		return []synonym{
			{"institution", `institution school university college institute organization organisation place where academy company`},
			{"studyType", `studytype degree degrees qualification academicdegree diploma level what title certificate position`},
			{"area", `area major field fieldofstudy subject program programme course specialization specialisation department discipline title name`},
			{"institution", `name`},
			{"score", `score gpa grade grades overallgpa cgpa result marks assessment classification`},
			{"courses", `courses coursework modules relevantcoursework relevantcourses`},
			{"courses", `highlights bullets details descriptions description notes achievements honors thesis summary`},
		}
	case "awards":
		return []synonym{
			{"title", `title name award what honor honour prize awardinfo rank heading`},
			{"awarder", `awarder issuer organization organisation institution by from company where givenby venue`},
		}
	case "certificates":
		return []synonym{
			{"name", `name title certificate certification what course credential heading label`},
			{"issuer", `issuer organization organisation authority institution by from company provider where issuedby school issuingorganization`},
		}
	case "publications":
		return []synonym{
			{"name", `name title paper what heading citation`},
			{"authors", `authors author by`},
			{"venue", `venue journal conference booktitle event publication journaltitle published where`},
			{"publisher", `publisher press`},
			{"releaseDate", `releasedate date year published publicationdate when time issued dates`},
			{"doi", `doi`},
		}
	case "projects":
		return []synonym{
			{"name", `name title project projectname what heading workname`},
			{"description", `description summary details detail desc text info abstract tagline about projectdesc content workdesc`},
			{"roles", `role roles position projectrole`},
			{"entity", `entity company organization client employer institution where`},
		}
	case "skills":
		return []synonym{
			{"name", `name skill category title label area group type typename skillname what heading`},
			{"level", `level proficiency rating experience skilllevel`},
			{"keywords", `keywords items skills list tags tools values details detail technologies entries sets highlights skilldesc`},
		}
	case "languages":
		return []synonym{
			{"language", `language name idiom title label lang what item`},
			{"fluency", `fluency level proficiency details value description experience summary score`},
		}
	case "interests":
		return []synonym{
			{"name", `name interest title item label hobby text what`},
			{"keywords", `keywords items details tags list description summary`},
		}
	case "references":
		return []synonym{
			{"name", `name referee person author who what`},
			{"reference", `reference quote text testimonial recommendation content message`},
			{"position", `position role title jobtitle job relation relationship`},
			{"company", `company organization organisation employer institution`},
			{"email", `email mail emailaddress`},
			{"phone", `phone telephone tel mobile phonenumber`},
		}
	case "items":
		return []synonym{
			{"name", `name title position role degree heading course what label item award project event text bullet header company organization institution school employer talk number rank workname projectname skillname`},
			{asOrg, `company employer organization organisation institution school university place venue conference event journal publisher issuer awarder where subheading companyname`},
		}
	}
	return nil
}

// words are those of one key in the table of a list.
func words(list, key string) string {
	for _, s := range synonyms(list) {
		if s.key == key {
			return s.words
		}
	}
	return ""
}

// isSynonym reports whether a table has this key.
func isSynonym(table []synonym, key string) bool {
	key = plain(key)
	return slices.ContainsFunc(table, func(s synonym) bool { return has(s.words, key) })
}

// documents are titles that say what the file is, and nothing about the person.
const documents = `resume résumé cv curriculumvitae myresume mycv 简历 个人简历 簡歷 履歴書 職務経歴書 이력서 lebenslauf`

// personObjects are keys under which the keys of a person stand.
const personObjects = `basics basic basicinfo basicinformation person personal personalinfo personalinformation personaldetails personaldata info information contact contacts contactinfo contactinformation
	contactdetails profile bio about aboutme me author header generalinformation general sidebar owner user candidate social links`

// networks are places on the web, as they write their names; "_" is a space. A key of
// a person that is one gives a profile.
const networks = `GitHub GitLab Bitbucket LinkedIn Twitter X Mastodon Bluesky Facebook Instagram YouTube Twitch Medium Dev.to Stack_Overflow Stack_Exchange Reddit Telegram WhatsApp
	Signal Skype Discord Matrix Keybase WeChat Weibo Zhihu Juejin CSDN QQ Xing ORCID Google_Scholar Scholar ResearchGate Scopus Web_of_Science arXiv DBLP INSPIRE-HEP Semantic_Scholar Publons
	Kaggle Hugging_Face Dribbble Behance CodePen LeetCode HackerRank HackTheBox Codewars Goodreads ResearcherID Codeforces Figma npm`

// wrappers are keys of a section's content in an object that has its title beside
// it.
const wrappers = `contents content items entries list info history sets jobs schools toolset papers assignments skillset details elements data values main points positions results descriptions`

// titles are keys of a section's title in such an object.
const titles = `title heading header sectiontitle label name`

// nameWords are the parts of a name, in the order in which they are joined.
func nameWords() []string {
	return []string{
		`first firstname given givenname forename prénom prenom vorname`, `name fullname`, `middle middlename`,
		`last lastname family familyname surname apellidos apellido cognome nachname sobrenome`,
	}
}

// has reports whether a table's words have this one.
func has(words, word string) bool {
	if word == "" {
		return false
	}
	for from := 0; ; {
		i := strings.Index(words[from:], word)
		if i < 0 {
			return false
		}
		from += i
		end := from + len(word)
		if (from == 0 || isSpace(words[from-1])) && (end == len(words) || isSpace(words[end])) {
			return true
		}
		from = end
	}
}

func isSpace(b byte) bool { return b == ' ' || b == '\n' || b == '\t' }
