"""Uploading files."""

from ninja import File
from ninja.files import UploadedFile

from api.auth import person_of
from api.routing import Routes
from api.schemas.common import Request
from api.schemas.feeds import FileOut
from feeds.actions.files import upload

routes = Routes("files")


@routes.post("/files", FileOut, status=201)
def files(request: Request, file: File[UploadedFile]) -> FileOut:
    """Keep a file; attach it by its id. Until then its owner alone sees it."""
    return FileOut.of(upload(by=person_of(request), file=file))
