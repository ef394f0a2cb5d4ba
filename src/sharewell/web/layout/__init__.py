"""What every page stands in: the frame, the form fields, the brand, the pages that say what went wrong.

Each page is a Jinja template that extends `layout/page.html`. Nothing here knows a noun of the domain.
"""
