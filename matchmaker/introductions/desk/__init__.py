"""The desk of programme staff as a whole day's tool: whose matter it is, notes, second opinions, numbers."""
