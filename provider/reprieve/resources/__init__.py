"""The resources: one file each, saying the shape of inputs and state and what each field is."""
