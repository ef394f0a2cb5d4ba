"""Children, the people and the places linked to them.

Who somebody is lies sealed at rest. A place can be shielded: it is never disclosed without a recorded act.
This room never says whether anything may be shared, and a child belongs to the one organisation that wrote
them down.
"""
