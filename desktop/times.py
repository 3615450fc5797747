"""Times as people say them. The newsroom keeps UTC; screens show the computer's own time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import NamedTuple


class Due(NamedTuple):
    """A deadline in words, and how it is meant: `text2`, `warn` or `danger`."""

    text: str
    color: str


def local(stamp: str) -> datetime:
    """A kept time as this computer's own."""
    return datetime.fromisoformat(stamp.replace("Z", "+00:00")).astimezone()


def day(time: datetime, now: datetime | None = None) -> str:
    """Today, Tomorrow, Yesterday, or a date."""
    now = now or datetime.now().astimezone()
    days = (time.date() - now.date()).days
    near = {0: "Today", 1: "Tomorrow", -1: "Yesterday"}
    if days in near:
        return near[days]
    if abs(days) < 300:
        return f"{time:%a} {time.day} {time:%b}"
    return f"{time.day} {time:%b} {time.year}"


def moment(stamp: str | None, now: datetime | None = None) -> str:
    """When something was: its day, and its time if that is near."""
    if not stamp:
        return ""
    time = local(stamp)
    now = now or datetime.now().astimezone()
    said = day(time, now)
    if abs((time.date() - now.date()).days) <= 1:
        return f"{said} {time:%H:%M}"
    return said


def exact(stamp: str | None) -> str:
    """Day and time of a touch."""
    if not stamp:
        return ""
    time = local(stamp)
    return f"{time:%a} {time.day} {time:%b}, {time:%H:%M}"


def due(stamp: str | None, state: str = "draft", now: datetime | None = None) -> Due:
    """A deadline; overdue and near ones stand out while a piece is unpublished."""
    if not stamp:
        return Due("", "text2")
    now = now or datetime.now().astimezone()
    time = local(stamp)
    if state not in ("draft", "edit"):
        return Due(moment(stamp, now), "text2")
    late = now - time
    if late > timedelta(0):
        if late < timedelta(hours=1):
            return Due(f"{max(1, late.seconds // 60)} min overdue", "danger")
        if late < timedelta(days=1):
            return Due(f"{late.seconds // 3600} h overdue", "danger")
        return Due(f"{late.days} d overdue", "danger")
    soon = time - now < timedelta(hours=6) and time.date() == now.date()
    return Due(moment(stamp, now), "warn" if soon or time.date() == now.date() else "text2")


def end_of_day(days: int) -> str:
    """The end of the day `days` from now, as it is kept."""
    then = datetime.now().astimezone() + timedelta(days=days)
    end = then.replace(hour=23, minute=59, second=59, microsecond=0)
    return end.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def clock() -> str:
    """The time now, to the second."""
    return f"{datetime.now():%H:%M:%S}"
