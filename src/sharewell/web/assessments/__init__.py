"""Impact assessments, from screening to sign-off and reopening."""
