"""Context managers of native code as values that the interpreter can enter and leave."""

from __future__ import annotations

from typing import Any

from schemaparity.evaluate.values import Raised


class Manager:
    """A native context manager; exceptions of the interpreted program travel through it as themselves."""

    def __init__(self, inner: Any) -> None:
        self.inner = inner

    def __enter__(self) -> Any:
        return self.inner.__enter__()

    def __exit__(self, kind: Any = None, value: Any = None, traceback: Any = None) -> bool:
        if value is None:
            return bool(self.inner.__exit__(None, None, None))
        error = value if isinstance(value, BaseException) else Raised(value)
        try:
            return bool(self.inner.__exit__(type(error), error, None))
        except BaseException as raised:
            if raised is error:
                return False
            raise

    async def __aenter__(self) -> Any:
        return self.__enter__()
