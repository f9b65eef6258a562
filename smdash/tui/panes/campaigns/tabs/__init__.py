"""The tabs of a campaign's detail, one module each; `registry.py` lists them."""
