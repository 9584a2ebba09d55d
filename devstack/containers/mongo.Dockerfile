# The mongod of the development packages, run as the public image runs its own.
FROM debian:bookworm-slim
RUN groupadd --gid 999 mongodb \
 && useradd --uid 999 --gid 999 --home-dir /data/db mongodb \
 && mkdir -p /data/db /data/configdb \
 && chown -R mongodb:mongodb /data \
 && apt-get update \
 && apt-get install --yes --no-install-recommends libcurl4 \
 && rm -rf /var/lib/apt/lists/*
COPY mongod /usr/local/bin/mongod
CMD ["mongod", "--bind_ip_all"]
