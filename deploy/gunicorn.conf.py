"""How gunicorn serves the pages: processes of threads, each thread with a database connection of its own."""

import os

bind = os.environ.get("BIND", "0.0.0.0:8000")
worker_class = "gthread"
workers = int(os.environ.get("WEB_PROCESSES", "2"))
threads = int(os.environ.get("HTTP_THREADS", "16"))
timeout = 60
graceful_timeout = 15
keepalive = 75  # longer than the proxy's, so that it never meets a closed line
max_requests = 20_000
max_requests_jitter = 2_000
forwarded_allow_ips = ""  # the application reads X-Forwarded-For itself, by TRUSTED_PROXIES
# In a container this should be a folder in memory: a slow disk would look like a dead worker.
worker_tmp_dir = os.environ.get("HEARTBEAT_DIR") or None
