"""`packaging.version`, by which programs tell versions of libraries apart: the text of a module, not of the library."""

from __future__ import annotations

SOURCES = {
    "packaging": "",
    "packaging.version": """
import re

_RULE = re.compile("[0-9.]*[0-9]")
_PHASES = {"a": 0, "alpha": 0, "b": 1, "beta": 1, "c": 2, "rc": 2, "pre": 2, "preview": 2}


class InvalidVersion(ValueError):
    pass


class Version:
    def __init__(self, version):
        text, _, local = version.strip().lower().lstrip("v").partition("+")
        epoch, text = text.split("!", 1) if "!" in text else ("", text)
        found = _RULE.match(text)
        if found is None:
            raise InvalidVersion("Invalid version: " + repr(version))
        release, rest = found.group(), text[found.end():]
        numbers = {}
        word = "post"
        for token in re.findall("[a-z]+|[0-9]+", rest):
            if token.isdigit():
                numbers[word] = int(token)
            else:
                word = {"rev": "post", "r": "post"}.get(token, token)
                if word not in _PHASES and word not in ("post", "dev"):
                    raise InvalidVersion("Invalid version: " + repr(version))
                numbers[word] = 0
        phase = next((word for word in numbers if word in _PHASES), None)
        self._text = version.strip()
        self.epoch = int(epoch or 0)
        self.release = tuple(int(part) for part in release.split("."))
        self._phase = None if phase is None else (_PHASES[phase], numbers[phase])
        self.post = numbers.get("post")
        self.dev = numbers.get("dev")
        self.local = local or None
        self.base_version = (epoch + "!" if epoch else "") + ".".join(str(part) for part in self.release)
        self.public = self._text.partition("+")[0]
        self.major, self.minor, self.micro = (self.release + (0, 0))[:3]
        self.is_prerelease = phase is not None or self.dev is not None
        self.is_devrelease = self.dev is not None
        self.is_postrelease = self.post is not None
        trimmed = list(self.release)
        while trimmed and trimmed[-1] == 0:
            trimmed.pop()
        before = self._phase
        if before is None:
            before = (-1, 0) if self.post is None and self.dev is not None else (3, 0)
        late = -1 if self.post is None else self.post
        day = 1 << 60 if self.dev is None else self.dev
        own = () if not local else tuple((1, int(p), "") if p.isdigit() else (0, 0, p) for p in re.split("[-_.]", local))
        self._key = (self.epoch, tuple(trimmed), before, late, day, own)

    def __str__(self):
        return self._text

    def __hash__(self):
        return hash(self._key)

    def __eq__(self, other):
        return self._key == other._key if isinstance(other, Version) else NotImplemented

    def __lt__(self, other):
        return self._key < other._key

    def __le__(self, other):
        return self._key <= other._key

    def __gt__(self, other):
        return self._key > other._key

    def __ge__(self, other):
        return self._key >= other._key


def parse(version):
    return Version(version)
""",
}
"""Text of modules by name (PEP 440, packaging 25)."""
