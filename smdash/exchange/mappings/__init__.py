"""Mappings that come with smdash, one TOML file each; the format is told in `readers/mapped/`."""
