// Package web answers browsers, and programs that fetch: one page, the same as
// plain text, and a few files. It knows neither what they say nor who lets the
// visitors in.
//
// # What there is
//
//	/             the page; plain text for curl, wget and HTTPie, and for who
//	              asks for text/plain rather than text/html
//	/cv.pdf …     each file, by its name
//	/zh/ …        the same in a language, where there are several; else the
//	              browser's languages choose
//	/cv.zh.pdf …  the same files, by their language
//	/pdf …        leads to the file
//	/favicon.ico  an icon
//	/robots.txt   everybody may look
//	/healthz      "ok"
//
// Paths are compared as they are, byte by byte: nothing is opened by them. All
// else is not found, and nothing but GET and HEAD is allowed.
//
// # What goes with it
//
// Every answer has an ETag of its bytes and is to be asked for again: what is
// served may be edited at any time. Nothing is stored in a browser: no cookie, no
// script. The headers forbid a page what it does not need, which is everything
// but its own style sheet and the icon.
package web
