# One image for web, live, worker, beat and migrate; the command chooses.
FROM python:3.11-slim-bookworm AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /venv
COPY requirements.txt /tmp/requirements.txt
RUN /venv/bin/python -m pip install --require-hashes --no-deps --only-binary :all: -r /tmp/requirements.txt

FROM build AS static
WORKDIR /app
COPY . .
RUN STATIC_ROOT=/static /venv/bin/python manage.py collectstatic --noinput --verbosity 0

FROM python:3.11-slim-bookworm
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    STATIC_ROOT=/static MEDIA_ROOT=/media ESN_DATA_DIR=/tmp/potluck HEARTBEAT_DIR=/dev/shm
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin potluck && install -d -o potluck /media
COPY --from=build /venv /venv
COPY --from=static /static /static
WORKDIR /app
COPY . .
RUN python -m compileall -q .
USER potluck
EXPOSE 8000
STOPSIGNAL SIGTERM
CMD ["gunicorn", "--config", "deploy/gunicorn.conf.py", "esn.wsgi:application"]
