"""What is in its recovery window, in stacks or in whole accounts."""
