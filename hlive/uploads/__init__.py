"""Uploads of several files in chunks, with their progress, their limits and their list."""

from hlive.uploads.file import FileState, UploadFile
from hlive.uploads.texts import UploadTexts
from hlive.uploads.upload import FileHandler, Upload

__all__ = ["FileHandler", "FileState", "Upload", "UploadFile", "UploadTexts"]
