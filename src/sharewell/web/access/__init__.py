"""Who may see what: breaking the glass, who looked, sealed worries, and the looks that a rule points out."""
