"""Who shares what with whom, the record of processing, and the self-assessment."""
