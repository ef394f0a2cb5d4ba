"""Who signs in where one works: writing people in, their roles, what takes two people, and ending access."""
