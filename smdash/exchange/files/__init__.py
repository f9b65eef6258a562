"""From files, folders and archives to tables of cells."""
