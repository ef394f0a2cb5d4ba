"""Uploads that are held in memory alone: a file about a child is never laid on a disk unsealed."""

from django.conf import settings
from django.core.files.uploadhandler import MemoryFileUploadHandler, SkipFile


class InMemory(MemoryFileUploadHandler):
    """Takes files up to the limit; leaves a larger one out, and says so in `was_too_big`."""

    was_too_big = False

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):
        self.activated = True
        self.taken = 0

    def receive_data_chunk(self, raw_data, start):
        self.taken += len(raw_data)
        if self.taken > settings.UPLOAD_LIMIT:
            self.was_too_big = True
            self.file.close()
            raise SkipFile
        return super().receive_data_chunk(raw_data, start)


def in_memory(view):
    """Read the uploads of a view with `InMemory`; put under csrf_exempt and over csrf_protect."""

    def wrapped(request, *args, **kwargs):
        request.upload = InMemory(request)
        request.upload_handlers = [request.upload]
        return view(request, *args, **kwargs)

    return wrapped
