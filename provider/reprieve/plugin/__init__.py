"""The engine's side: the only code that knows gRPC and Pulumi's protocol. It decodes, delegates and encodes."""
