"""Attendance lists: who was there, excused, absent, invited; for which body; in whose place."""

from .model import AttendanceReading, BodyMention, ListBlock, Row
from .reading import read_attendance

__all__ = ["AttendanceReading", "BodyMention", "ListBlock", "Row", "read_attendance"]
