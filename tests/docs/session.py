"""The commands of a page, typed into one shell in a folder of their own, with the real engine and the emulator."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reprieve.version import VERSION
from tests.docs.blocks import blocks
from tests.engine.harness import ENVIRONMENT, isolated_environment

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

PLUGIN = "pulumi-resource-reprieve"
SECONDS = 240
EMULATOR = "http://127.0.0.1:8320"
MARK = "--- block "

PRELUDE = """
set -eu
reprieve-emulator() { [ "${1:-}" = --port ] || command reprieve-emulator "$@"; }
pulumi() {
    case "$*" in
        *--preview-only*|*--yes*) command pulumi "$@" --non-interactive ;;
        up*|destroy*|refresh*) command pulumi "$@" --non-interactive --yes --skip-preview ;;
        import*|"state delete"*|"state unprotect"*|"stack rm"*|cancel*) command pulumi "$@" --non-interactive --yes ;;
        *) command pulumi "$@" --non-interactive ;;
    esac
}
"""
"""The emulator runs already, on a port of its own; what `pulumi` asks is confirmed, as a user does after reading."""


@dataclass(frozen=True)
class Session:
    """One folder, one shell."""

    engine: Path
    home: Path
    folder: Path
    emulator_url: str
    extra: Mapping[str, str] = field(default_factory=dict)
    """What the commands have in their environment besides."""

    def walk(self, page: Path) -> None:
        """Do what the page says from its first line to its last: files, commands, and what is seen of them."""
        script, seen, last = PRELUDE, [], -1
        for number, block in enumerate(blocks(page)):
            if block.note[0] == "file":
                script += f"cat > {block.note[1]} <<'END OF FILE'\n{block.text}END OF FILE\n"
            elif block.language == "console" and block.is_left_to_this_test:
                script += f"echo '{MARK}{number}'\n{self._typed(block.text)}\n"
                last = number
            elif block.language == "text" and last >= 0 and block.is_left_to_this_test:
                seen.append((last, block))
        printed = self._run(script)
        for number, block in seen:
            assert missing(block.text, printed[number]) == [], f"{block}, of all this:\n{printed[number]}"

    def _run(self, script: str) -> dict[int, str]:
        """Let a shell do it all, and return what each block printed; fails with all of it if a command does."""
        done = subprocess.run(
            ["bash", "-c", script],
            cwd=self.folder,
            env=self._environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        assert done.returncode == 0, f"ended with {done.returncode}:\n{done.stdout}"
        parts = (part.partition("\n") for part in done.stdout.split(MARK)[1:])
        return {int(number): printed for number, _, printed in parts}

    def _typed(self, text: str) -> str:
        """Return the commands for the shell; one that is said to fail has to."""
        lines = text.replace("\\\n", "").replace(EMULATOR, self.emulator_url).splitlines()
        return "\n".join(map(_expecting, lines))

    def _environment(self) -> dict[str, str]:
        state = self.folder / ".state"
        state.mkdir(exist_ok=True)
        self._install_plugin()
        isolated = isolated_environment(self.engine, self.home, state)
        # Alibaba Cloud's SDK asks a proxy for loopback, too; what leaves the machine is https
        del isolated["HTTP_PROXY"]
        return {
            **isolated,
            "NO_COLOR": "1",
            # the plugin is the installed one, as with a user
            "PULUMI_IGNORE_AMBIENT_PLUGINS": "true",
            **self.extra,
        }

    def _install_plugin(self) -> None:
        """Have the plugin where `pulumi plugin install` puts one."""
        folder = self.home / ".pulumi" / "plugins" / f"resource-reprieve-v{VERSION}"
        if not folder.exists():
            folder.mkdir(parents=True)
            (folder / PLUGIN).symlink_to(ENVIRONMENT / "bin" / PLUGIN)


def _expecting(line: str) -> str:
    """Return a line for the shell; a command after which the page says `# fails` has to fail."""
    command, said, _ = line.partition("  # fails")
    return f"if {command}; then echo 'did not fail'; exit 97; fi" if said else line


def missing(excerpt: str, output: str) -> list[str]:
    """List the lines that a page shows and that the commands did not print; `...` stands for anything."""
    printed = [" ".join(line.split()) for line in output.splitlines()]
    wanted = [" ".join(line.split()) for line in excerpt.splitlines() if line.strip()]
    return [line for line in wanted if not any(_fits(line, other) for other in printed)]


def _fits(line: str, printed: str) -> bool:
    return re.fullmatch(".*".join(map(re.escape, line.split("..."))), printed) is not None
