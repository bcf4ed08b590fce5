"""Dockerfiles as in real projects, each with a different feature."""

CASES = {
    "python-service": """\
# syntax=docker/dockerfile:1
FROM python:3.12-slim AS base

ENV PYTHONUNBUFFERED=1 \\
    PIP_NO_CACHE_DIR=1 \\
    PATH="/opt/venv/bin:$PATH"

WORKDIR /app
COPY requirements.txt ./
RUN --mount=type=cache,target=/root/.cache/pip \\
    python -m venv /opt/venv && \\
    pip install -r requirements.txt
COPY src/ src/
USER 1000:1000
EXPOSE 8000/tcp
HEALTHCHECK --interval=30s --timeout=3s CMD ["python", "-m", "app.health"]
ENTRYPOINT ["python", "-m", "app"]
CMD ["--port", "8000"]
""",
    "go-multi-stage": """\
ARG GO_VERSION=1.23
FROM --platform=$BUILDPLATFORM golang:${GO_VERSION}-alpine AS build
ARG TARGETOS TARGETARCH
WORKDIR /src
RUN --mount=type=bind,source=go.sum,target=go.sum \\
    --mount=type=bind,source=go.mod,target=go.mod \\
    go mod download -x
RUN --mount=type=cache,target=/go/pkg/mod \\
    --mount=type=bind,target=. \\
    GOOS=$TARGETOS GOARCH=$TARGETARCH go build -o /out/server ./cmd/server

FROM scratch
COPY --from=build /out/server /server
ENTRYPOINT ["/server"]
""",
    "node-monorepo": """\
FROM node:22-bookworm-slim AS deps
WORKDIR /repo
COPY --parents package.json package-lock.json packages/*/package.json ./
RUN --mount=type=cache,id=npm,target=/root/.npm npm ci

FROM deps AS build
COPY . .
RUN npm run build --workspaces

FROM node:22-bookworm-slim
LABEL org.opencontainers.image.title="Web shop" \\
      org.opencontainers.image.vendor='Example & Sons'
COPY --from=build --chown=node:node --chmod=0755 /repo/packages/web/dist /srv
USER node
CMD [ "node", "/srv/index.js" ]
""",
    "rust-chef": """\
FROM rust:1.85 AS chef
RUN cargo install cargo-chef --locked
WORKDIR /app

FROM chef AS planner
COPY . .
RUN cargo chef prepare --recipe-path recipe.json

FROM chef AS builder
COPY --from=planner /app/recipe.json recipe.json
RUN cargo chef cook --release --recipe-path recipe.json
COPY . .
RUN cargo build --release --bin app

FROM debian:bookworm-slim AS runtime
COPY --from=builder /app/target/release/app /usr/local/bin
ENTRYPOINT ["/usr/local/bin/app"]
""",
    "heredoc-script": """\
# syntax=docker/dockerfile:1.7
FROM debian:bookworm
RUN <<EOT bash
  set -euo pipefail
  apt-get update
  apt-get install -y --no-install-recommends ca-certificates
  rm -rf /var/lib/apt/lists/*
EOT
COPY <<-"CONF" /etc/app/app.conf
	[server]
	listen = 0.0.0.0:$PORT
	CONF
COPY <<robots.txt <<humans.txt /usr/share/nginx/html/
User-agent: *
Disallow: /
robots.txt
Made by humans.
humans.txt
""",
    "windows-escape": """\
# escape=`

FROM mcr.microsoft.com/windows/servercore:ltsc2022
SHELL ["powershell", "-Command", "$ErrorActionPreference = 'Stop';"]
RUN Invoke-WebRequest https://example.com/a.zip -OutFile C:\\a.zip ; `
    Expand-Archive C:\\a.zip -DestinationPath C:\\tools ; `
    Remove-Item C:\\a.zip
COPY testfile.txt C:\\
WORKDIR C:\\tools
ENV TOOLS=C:\\tools `
    MORE="C:\\Program Files\\x"
CMD C:\\tools\\run.exe
""",
    "maintainer-and-friends": """\
FROM ubuntu:16.04
MAINTAINER Jane Doe <jane@example.com>
ADD https://example.com/archive.tar.gz /tmp/
ADD local.tar.xz /opt
VOLUME /data /logs
VOLUME ["/cache", "/var/more data"]
EXPOSE 80 443/tcp 53/udp
STOPSIGNAL SIGQUIT
ONBUILD COPY . /app/src
ONBUILD RUN /usr/local/bin/python-build --dir /app/src
USER nobody
""",
    "apt-comments-inside": """\
FROM debian:12
RUN apt-get update && apt-get install -y \\
    # for the build
    build-essential \\
    cmake \\

    # for the tests
    python3 \\
	# tabs before this one
    && rm -rf /var/lib/apt/lists/*
CMD bash
""",
    "shell-tests": """\
FROM alpine:3.20
RUN [ -f /etc/alpine-release ] && echo yes || echo no
RUN [ "$(uname)" = "Linux" ]
RUN ["/bin/sh", "-c", "echo $HOME"]
RUN set -ex; for f in a b; do echo "$f"; done
CMD ["sh"]
""",
    "labels-and-env-old": """\
FROM busybox
ENV OLD_STYLE some value with   spaces
ENV QUOTED "a b" c
ENV A=1 B="two words" C=three\\ words D='single $A' E=$A-${B:-x}
LABEL version 1.0
LABEL multi.label1="value1" multi.label2="value2" other="value3"
LABEL "com.example.vendor"="ACME Incorporated"
LABEL description="A text \\
that goes on."
""",
    "args-everywhere": """\
ARG REGISTRY=docker.io
ARG TAG
FROM ${REGISTRY}/library/alpine:${TAG:-3.20} AS one
ARG TAG
ARG A=1 B="b c" C
ARG D=${A}x E='$B'
RUN echo "$TAG $A $B $C $D $E"
FROM one AS two
ARG REGISTRY
COPY --from=one /etc/hostname /hostname-${REGISTRY}
""",
    "healthchecks": """\
FROM nginx:1.27
HEALTHCHECK NONE
HEALTHCHECK --interval=5m --timeout=3s --start-period=5s --retries=3 \\
  CMD curl -f http://localhost/ || exit 1
HEALTHCHECK CMD ["curl", "-f", "http://localhost/"]
healthcheck cmd true
""",
    "java-layers": """\
FROM eclipse-temurin:21-jdk AS builder
WORKDIR /application
ARG JAR_FILE=target/*.jar
COPY ${JAR_FILE} application.jar
RUN java -Djarmode=layertools -jar application.jar extract

FROM eclipse-temurin:21-jre
WORKDIR /application
COPY --from=builder application/dependencies/ ./
COPY --from=builder application/snapshot-dependencies/ ./
COPY --from=builder application/application/ ./
ENTRYPOINT exec java $JAVA_OPTS org.example.Launcher
""",
    "secrets-and-ssh": """\
# syntax=docker/dockerfile:1
# check=skip=JSONArgsRecommended
FROM alpine/git:2.45.2
RUN --mount=type=ssh --mount=type=secret,id=token,env=TOKEN \\
    --network=host --security=sandbox \\
    git clone git@example.com:org/repo.git
RUN --mount=type=tmpfs,target=/tmp,size=1g true
""",
    "copy-forms": """\
FROM scratch
COPY a b
COPY a b c/
COPY ["a b", "c d/"]
COPY --chown=55:mygroup files* /somedir/
COPY --link --chmod=644 foo/ bar/
COPY --exclude=*.md --exclude=docs . /app/
ADD --checksum=sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d https://example.com/x /x
ADD --keep-git-dir=true https://github.com/example/repo.git#v1 /repo
ADD git@github.com:example/repo.git /repo2
""",
    "no-final-newline": "FROM alpine\nCMD true",
    "carriage-returns": "FROM alpine\r\nRUN a \\\r\n  b \\\r\n\r\n  # c\r\n  d\r\nCOPY <<E /x\r\nbody\r\nE\r\nCMD x\r\n",
    "byte-order-mark": "\ufeffFROM alpine\nRUN x\n",
    "lower-case": "from alpine as base\nrun a\ncopy b c\nenv D=e\nentrypoint [\"f\"]\n",
    "many-blank-lines": "\n\n\n   \n\t\nFROM alpine\n\n\n  RUN x\n\n\n",
    "here-string-is-none": "FROM alpine\nRUN bash -c 'cat <<< hello'\nRUN cat <<<hello\nRUN echo $((1<<4))\n",
    "unicode": "FROM alpine\nLABEL name=\"Žluťoučký kůň\" emoji=🚀\nCOPY données.txt /données/\nRUN echo 'こんにちは'\n",
}
