"""Uploading files."""

from ninja import File, Status
from ninja.files import UploadedFile

from api.auth import person_of
from api.routing import Routes
from api.schemas.common import Request
from api.schemas.feeds import FileOut
from feeds.actions.files import upload

routes = Routes("files")


@routes.router.post("/files", response={201: FileOut})
def files(request: Request, file: File[UploadedFile]) -> Status[FileOut]:
    """Keep a file; attach it by its id. Until then its owner alone sees it."""
    return Status(201, FileOut.of(upload(by=person_of(request), file=file)))
