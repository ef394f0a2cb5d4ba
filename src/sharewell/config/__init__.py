"""The roof: settings, addresses, the server and the commands. Imports everything; imported by nothing.

Most Pythons link an SQLite older than 3.51.3, which can lose a committed row when several connections
close at once. Where a wheel with a newer one is installed, it takes the place of `sqlite3` here, before
Django asks for it.
"""

import sys

try:
    import pysqlite3
    from pysqlite3 import dbapi2
except (
    ImportError
):  # no wheel for this machine: `databases.py` then chooses the slower journal, which is safe
    pass
else:
    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = dbapi2
