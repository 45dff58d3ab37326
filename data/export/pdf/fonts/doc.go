// Package fonts finds the fonts of a PDF: an embedded serif family for Latin,
// Greek and Cyrillic letters, and the fonts of this machine for all else.
//
// Font files are hostile input: their number and size are limited, a broken one
// is skipped, and a panic of the parser counts as a broken file.
package fonts
