"""Files in and out: decoding, grids, grammars, previews, batches."""
