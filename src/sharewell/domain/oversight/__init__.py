"""What leaders, officers and regulators look at: who shares what with whom, under which paper, how well.

It reads all rooms below it, and changes nothing in them.
"""
