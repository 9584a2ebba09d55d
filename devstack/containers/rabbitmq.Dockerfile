# Debian's RabbitMQ, run as the public image runs its own.
FROM debian:bookworm-slim
RUN groupadd --gid 999 rabbitmq \
 && useradd --uid 999 --gid 999 --home-dir /var/lib/rabbitmq rabbitmq \
 && apt-get update \
 && apt-get install --yes --no-install-recommends rabbitmq-server \
 && rm -rf /var/lib/apt/lists/* /var/lib/rabbitmq/.erlang.cookie \
 && chown -R rabbitmq:rabbitmq /var/lib/rabbitmq
ENV HOME=/var/lib/rabbitmq LANG=C.UTF-8 RABBITMQ_LOGS=- RUNNING_UNDER_SYSTEMD=true
CMD ["/usr/lib/rabbitmq/bin/rabbitmq-server"]
