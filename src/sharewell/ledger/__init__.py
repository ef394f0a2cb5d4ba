"""A log that cannot be altered unseen: entries, tree, checkpoints, proofs, and checking without a server.

Entries are only ever added. Every entry is a leaf of one Merkle tree (RFC 6962), whose root is signed now and
then as a checkpoint that others keep. This room knows no database of its own and no Django, and never holds
personal data: an entry says who, what and when by id, and commits to everything else.
"""
