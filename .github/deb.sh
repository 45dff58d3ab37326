#!/usr/bin/env bash
# Makes the Debian package of a binary, with its manual pages and completions, as FILE.
# Usage: .github/deb.sh VERSION ARCH BINARY FILE
set -euo pipefail
cd "$(dirname "$0")/.."

nfpm=github.com/goreleaser/nfpm/v2/cmd/nfpm@v2.45.2
export VERSION=${1:?usage: .github/deb.sh VERSION ARCH BINARY FILE} ARCH=$2 BINARY=$3
MADE=$(mktemp -d)
export MADE
trap 'rm -rf "$MADE"' EXIT
# The same commit gives the same bytes.
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)
export SOURCE_DATE_EPOCH

cv() { go run -ldflags "-X main.version=$VERSION" ./cmd/cv "$@"; }
mkdir "$MADE/man"
cv man "$MADE/man"
gzip -9n "$MADE"/man/*
gzip -9nc CHANGELOG.md >"$MADE/changelog.gz"
for shell in bash zsh fish; do cv completion "$shell" >"$MADE/cv.$shell"; done
umask 022
chmod -R go=rX "$MADE"
go run "$nfpm" package -f deploy/debian/nfpm.yaml -p deb -t "$4"
