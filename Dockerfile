# A static binary on an empty image: nothing in it but cv and, on a volume, its
# host key.
FROM --platform=$BUILDPLATFORM golang:1.26 AS build
ARG TARGETOS TARGETARCH VERSION=devel
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 GOOS=$TARGETOS GOARCH=$TARGETARCH \
    go build -trimpath -ldflags "-s -w -X main.version=$VERSION" -o /out/cv ./cmd/cv && \
    mkdir -p /out/state && chmod 700 /out/state

FROM scratch
LABEL org.opencontainers.image.title="cv" \
      org.opencontainers.image.description="A CV you can ssh into" \
      org.opencontainers.image.licenses="MIT"
COPY --from=build --chown=65532:65532 /out/state /var/lib/cv
COPY --from=build /out/cv /cv
USER 65532:65532
ENV CV_STATE_DIR=/var/lib/cv
# The host key lives here. Without the volume every new container has a new key,
# and every returning visitor a warning.
VOLUME /var/lib/cv
EXPOSE 2222
ENTRYPOINT ["/cv"]
