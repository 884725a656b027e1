"""What programs read: records as JSON with their schema, and flat tables; nothing hidden."""
