# The API and the command line. Nothing secret is in the image; settings come from the environment (KG_…).
FROM python:3.11-slim AS build
WORKDIR /src
COPY pyproject.toml constraints.txt README.md LICENSE NOTICE ./
COPY kg kg
COPY loaders loaders
COPY cypher cypher
COPY api api
RUN python -m venv /opt/kg && /opt/kg/bin/pip install --no-cache-dir --constraint constraints.txt .

FROM python:3.11-slim
RUN useradd --system --uid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin kg
RUN install --directory --owner 10001 /jobs
COPY --from=build /opt/kg /opt/kg
ENV PATH=/opt/kg/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
USER 10001
WORKDIR /tmp
EXPOSE 8000
CMD ["kg", "serve"]
