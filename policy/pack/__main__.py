"""Run the pack from its folder, as the language hosts do."""

from reprieve_policy.__main__ import start

start()
