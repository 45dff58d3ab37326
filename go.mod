module wenkaiyue.com/cv

go 1.26.0

require (
	codeberg.org/go-pdf/fpdf v0.12.0
	github.com/clipperhouse/displaywidth v0.11.0
	github.com/emersion/go-vcard v0.0.0-20260618161152-d854b7e0e2d3
	github.com/nickng/bibtex v1.4.2
	github.com/santhosh-tekuri/jsonschema/v6 v6.0.3
	github.com/yuin/goldmark v1.7.13
	go.yaml.in/yaml/v4 v4.0.0
	golang.org/x/image v0.47.0
	golang.org/x/text v0.43.0
)

require github.com/clipperhouse/uax29/v2 v2.7.0 // indirect
