# Recado in a container: `docker build -t recado . && docker run -p 127.0.0.1:3000:3000 -v recado:/data --read-only --tmpfs /tmp recado`.
# Debian's own Node, an ordinary user, nothing written outside /data and /tmp.
FROM debian:trixie-slim AS built
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates nodejs npm && rm -rf /var/lib/apt/lists/*
WORKDIR /build
COPY . .
RUN npm run pack -- /build/packed-to-here \
 && npm install --prefix /opt/recado --omit=dev --ignore-scripts --no-audit --no-fund /build/packed-to-here/recado-*.tgz

FROM debian:trixie-slim
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates nodejs tini && rm -rf /var/lib/apt/lists/* \
 && useradd --uid 10001 --create-home --home-dir /data --shell /usr/sbin/nologin recado
COPY --from=built /opt/recado /opt/recado
USER 10001
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 DATA_DIR=/data
WORKDIR /data
VOLUME /data
EXPOSE 3000
# A stop is graceful within ten seconds; PostgreSQL runs inside and ends with it.
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/readyz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["tini", "--", "node", "/opt/recado/node_modules/recado/tools/recado.mjs"]
