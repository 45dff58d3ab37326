module wenkaiyue.com/cv

go 1.26.0

require (
	github.com/clipperhouse/displaywidth v0.11.0
	github.com/santhosh-tekuri/jsonschema/v6 v6.0.3
	github.com/yuin/goldmark v1.7.13
	go.yaml.in/yaml/v4 v4.0.0
)

require (
	github.com/clipperhouse/uax29/v2 v2.7.0 // indirect
	golang.org/x/text v0.43.0 // indirect
)
