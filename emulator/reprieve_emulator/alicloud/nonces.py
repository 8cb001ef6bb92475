"""The random texts that verified requests carried: each may come once within the time in which it could be repeated."""

from collections import deque


class Nonces:
    """What was seen, forgotten after so many seconds."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self.clear()

    def clear(self) -> None:
        """Forget all."""
        self._seen: set[tuple[str, str]] = set()
        self._order: deque[tuple[float, tuple[str, str]]] = deque()

    def use(self, access_key_id: str, nonce: str, now: float) -> bool:
        """Note a text; False when this access key has used it before."""
        while self._order and self._order[0][0] < now - self._seconds:
            self._seen.discard(self._order.popleft()[1])
        used = (access_key_id, nonce)
        if used in self._seen:
            return False
        self._seen.add(used)
        self._order.append((now, used))
        return True
