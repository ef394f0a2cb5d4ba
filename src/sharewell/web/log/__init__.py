"""The log for anybody: hold a receipt against it, take its key, and the program that checks it without us."""
