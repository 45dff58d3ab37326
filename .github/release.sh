#!/usr/bin/env bash
# Makes the files of a release in dist/: a binary for each platform, the bill of
# materials of each (CycloneDX), Debian packages and the checksums of all. The same commit and Go
# version give the same bytes anywhere.
# Usage: .github/release.sh VERSION
set -euo pipefail
cd "$(dirname "$0")/.."

version=${1:?usage: .github/release.sh VERSION}
gomod=github.com/CycloneDX/cyclonedx-gomod/cmd/cyclonedx-gomod@v1.9.0
revision=$(git rev-parse HEAD)

rm -rf dist
mkdir dist
for platform in {linux,darwin,windows}/{amd64,arm64}; do
  os=${platform%/*} arch=${platform#*/}
  name=cv_${version}_${os}_${arch}
  [ "$os" != windows ] || name+=.exe
  CGO_ENABLED=0 GOOS=$os GOARCH=$arch go build -trimpath -buildvcs=false \
    -ldflags "-s -w -buildid= -X main.version=$version -X main.revision=$revision" -o "dist/$name" ./cmd/cv
  [ "$os" != linux ] || .github/deb.sh "$version" "$arch" "dist/$name" "dist/$name.deb"
  go run "$gomod" bin -json -licenses=false -noserial -version "$version" -output "dist/${name%.exe}.cdx.json" "dist/$name"
done
cd dist
sha256sum cv_* >SHA256SUMS
ls -l
