"""What a destroy of whole stacks would do. The core says it of each object; here is the engine's part, and the page."""
