"""Any question of the rules as a page, and the walk through them. What is asked stands in the rules."""
