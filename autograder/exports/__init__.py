"""One file a format; each is a pure function of records."""
