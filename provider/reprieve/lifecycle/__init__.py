"""What check, diff, create, read, update and delete mean for any resource; the only layer that decides."""
