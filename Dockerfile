# A static binary on an empty image: nothing in it but cv and, on a volume, its
# host key.
#
#   docker build -t cv --build-arg VERSION=v1.2.3 --build-arg REVISION=$(git rev-parse HEAD) .
#
# A name with a digest (golang:1.26.8@sha256:…) fixes the builder for good.
ARG GO_IMAGE=docker.io/library/golang:1.26.8
FROM --platform=$BUILDPLATFORM ${GO_IMAGE} AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
ARG TARGETOS
ARG TARGETARCH
ARG VERSION=devel
ARG REVISION=unknown
RUN CGO_ENABLED=0 GOOS=$TARGETOS GOARCH=$TARGETARCH \
    go build -trimpath -ldflags "-s -w -X main.version=$VERSION -X main.revision=$REVISION" -o /out/cv ./cmd/cv && \
    mkdir -m 700 /out/state

# A CV in Chinese, Japanese or Korean needs fonts for its PDF. To have them in the
# image, add this stage, and below it the line that copies them:
#
#   FROM docker.io/library/debian:stable-slim AS fonts
#   RUN apt-get update && apt-get install -y --no-install-recommends fonts-noto-cjk
#
#   COPY --from=fonts /usr/share/fonts /usr/share/fonts
FROM scratch
ARG VERSION=devel
ARG REVISION=unknown
LABEL org.opencontainers.image.title="cv" \
      org.opencontainers.image.description="A CV you can ssh into" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="$VERSION" \
      org.opencontainers.image.revision="$REVISION"
COPY --from=build --chown=65532:65532 /out/state /var/lib/cv
COPY --from=build /out/cv /cv
USER 65532:65532
ENV CV_STATE_DIR=/var/lib/cv
# The host key lives here. Without the volume every new container has a new key,
# and every returning visitor a warning.
VOLUME /var/lib/cv
EXPOSE 2222
HEALTHCHECK --interval=30s --timeout=10s --start-period=5s CMD ["/cv", "healthcheck"]
ENTRYPOINT ["/cv"]
