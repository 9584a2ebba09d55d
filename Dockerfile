# One image for every process of Slipboard; the command says which.
#   docker build -t slipboard .                     what runs in production
#   docker build -t slipboard:dev --target dev .    the same, and the stand-in for Twilio
# Package indexes other than the public ones are build arguments of the stages that fetch; nothing
# of those stages but what they made reaches the image.

FROM debian:bookworm-slim AS frontend
RUN apt-get update \
 && apt-get install --yes --no-install-recommends ca-certificates nodejs npm \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /app
ARG NPM_CONFIG_REGISTRY
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY gateway/frontend gateway/frontend
RUN npm run build

FROM python:3.11-slim AS packages
ARG PIP_INDEX_URL
COPY requirements/runtime.lock /tmp/runtime.lock
RUN python -m venv /venv \
 && /venv/bin/pip install --no-cache-dir --no-deps --require-hashes -r /tmp/runtime.lock \
 && /venv/bin/pip uninstall --yes pip setuptools

FROM python:3.11-slim AS product
RUN useradd --uid 10001 --user-group --no-create-home --home-dir /tmp --shell /usr/sbin/nologin slipboard
ENV PATH=/venv/bin:$PATH \
    HOME=/tmp \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1
WORKDIR /app
COPY --from=packages /venv /venv
COPY common common
COPY services services
COPY gateway gateway
COPY --from=frontend /app/gateway/static/build gateway/static/build
# The root file system is read-only where this runs, so the byte code is made here.
RUN python -m compileall -q common services gateway
USER 10001:10001
EXPOSE 8000 9100
CMD ["gunicorn", "--config", "gateway/gunicorn_conf.py", "gateway.wsgi:app"]

FROM product AS dev
COPY devstack devstack

FROM product AS production
