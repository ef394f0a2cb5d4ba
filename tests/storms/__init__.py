"""The database full, read-only, locked, cut off or damaged: by real disks, real servers and real bytes."""
