# Short names for what the README says; everything works without make.

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/\1\t\2/p' Makefile | expand -t 10

run: ## the server on port 2222
	go run ./cmd/cv

view: ## the CV in this terminal
	go run ./cmd/cv view data/cv.yaml

test: ## the tests
	go test ./...

golden: ## rewrite the golden frames, then look at them
	go test ./tui -update

bench: ## the budgets, each beside its bare counterpart
	go test -run '^$$' -bench . ./server/...

check: ## all that must hold before a change lands
	.ci/run

image: ## build the container and try it
	.ci/image

.PHONY: help run view test golden bench check image
