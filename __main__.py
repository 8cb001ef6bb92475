"""Run the provider from a checkout: the engine starts this folder, as PulumiPlugin.yaml says."""

from reprieve.__main__ import main

main()
