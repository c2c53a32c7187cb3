# geostance in a container: server, UI, worker and the nightly schedule as one service, or one run.
#   docker build -t geostance:0.1.0 .
#   docker run --init --network host -v geostance:/data geostance:0.1.0          # as `geostance up`
#   docker run --init -v geostance:/data geostance:0.1.0 geostance ingest        # one night
# Server and UI stay on loopback, hence the host's network. No password or key is built in: hand them over as
# GEOSTANCE_... variables.
FROM python:3.11-slim-bookworm

ENV PYTHONUNBUFFERED=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1 \
    GEOSTANCE_WAREHOUSE=/data/geostance.duckdb

RUN useradd --uid 10001 --create-home geostance && mkdir /data && chown geostance /data
WORKDIR /app

# The lock alone first: dependencies are installed anew only when it changes.
COPY requirements.lock ./
RUN pip install --no-cache-dir --no-deps --require-hashes -r requirements.lock

COPY LICENSE README.md prefect.yaml pyproject.toml ./
COPY commands commands
COPY config config
COPY flows flows
COPY models models
COPY newsroom newsroom
COPY operations operations
COPY report report
COPY tasks tasks
COPY warehouse warehouse
RUN pip install --no-cache-dir --no-deps --no-build-isolation --editable .

USER geostance
VOLUME /data
HEALTHCHECK --interval=60s --timeout=30s --start-period=240s CMD ["geostance", "status"]
CMD ["geostance", "up", "--foreground"]
