"""The directory of front doors: who, how, when last checked; and mending what is wrong in it."""
