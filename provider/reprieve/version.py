"""The one version of everything that Reprieve ships: plugin, schema, SDKs, emulator."""

VERSION = "0.1.0"
