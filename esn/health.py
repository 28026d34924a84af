"""What a load balancer, an alarm and Prometheus ask."""

import time

from django.http import HttpRequest, HttpResponse, JsonResponse


def live(_request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("live\n", content_type="text/plain")
